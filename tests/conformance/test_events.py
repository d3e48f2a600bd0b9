"""Every service: whatever is heard twice, late, replayed or out of order has one effect (SU-1)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.envelope import Message
from tests.conformance.broker import Upstream, sealed
from tests.conformance.house import FROM_OTHERS, House
from tests.conformance.specimens import Specimen
from tests.conftest import DatabaseFor

ORDERS = 3


def orders(messages: Sequence[Message]) -> list[list[Message]]:
    """The messages backwards, and in a few orders that are the same in every run."""
    shuffled = [list(reversed(messages))]
    for seed in range(ORDERS):
        order = list(messages)
        random.Random(seed).shuffle(order)
        shuffled.append(order)
    return shuffled


async def test_the_same_event_again_changes_nothing(house: House, specimen: Specimen, upstream: Upstream) -> None:
    """SU-1, RE-1: by its id in the stream's duplicate window, and by the inbox after it."""
    events = sealed(await specimen.events(house))
    await upstream.declare()
    async with house.working():
        await upstream.publish(*events)
        await upstream.heard()
        await house.drained()
        assert await house.count("inbox", FROM_OTHERS) == len(events)
        before = await house.dump()
        await upstream.publish(*events)
        await upstream.publish(*events, known_to_stream=False)
        await upstream.heard()
        assert await house.dump() == before
    assert await house.count("dead_letter") == 0


async def test_the_whole_stream_replayed_changes_nothing(house: House, specimen: Specimen, upstream: Upstream) -> None:
    """SU-1: twice, once under a running worker and once between two runs; the database stays the same to the byte."""
    events = sealed(await specimen.events(house))
    await upstream.declare()
    async with house.working():
        await upstream.publish(*events)
        await upstream.heard()
        await house.drained()
        before = await house.dump()
        await upstream.forget()
        await upstream.heard()
        assert await house.dump() == before
    await upstream.forget()
    async with house.working():
        await upstream.heard()
        assert await house.dump() == before


async def test_old_facts_after_newer_ones_do_no_harm(house: House, specimen: Specimen, upstream: Upstream) -> None:
    """SU-1, RE-1: the same facts under new ids, backwards and shuffled: only the inbox has grown."""
    messages = await specimen.events(house)
    await upstream.declare()
    async with house.working():
        await upstream.publish(*sealed(messages))
        await upstream.heard()
        await house.drained()
        before = await house.dump("inbox")
        for order in orders(messages):
            await upstream.publish(*sealed(order))
        await upstream.heard()
        assert await house.dump("inbox") == before
    assert await house.count("inbox", FROM_OTHERS) == len(messages) * (len(orders(messages)) + 1)
    assert await house.count("dead_letter") == 0


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one by one"])
async def test_any_order_has_the_same_outcome(
    house: House,
    specimen: Specimen,
    upstream: Upstream,
    database_for: DatabaseFor,
    tmp_path: Path,
    together: bool,
) -> None:
    """SU-1, RE-1: what is not generated comes out as it does when events are heard in the order of their causes."""
    nats = house.environment["NATS_URL"]
    expected = await _outcome(house, specimen, upstream, order=None, together=together)
    for order in range(ORDERS + 1):
        await upstream.clear()
        url = await database_for(specimen.name)
        async with House.open(specimen.name, database_url=url, nats_url=nats, home=tmp_path) as other:
            found = await _outcome(other, specimen, upstream, order=order, together=together)
        assert found == expected, f"order {order}"


async def _outcome(
    house: House, specimen: Specimen, upstream: Upstream, *, order: int | None, together: bool
) -> list[str]:
    """Let a house hear its events in an order, and tell what came of them, each id by when it was first named."""
    messages = await specimen.events(house)
    heard = messages if order is None else orders(messages)[order]
    await upstream.declare()
    if together:
        await upstream.publish(*sealed(heard))
    async with house.working():
        for event in [] if together else sealed(heard):
            await upstream.publish(event)
            await upstream.heard()
        await upstream.heard()
        await house.drained()
    assert await house.count("dead_letter") == 0
    names = _names(messages)
    rows = await house.database.fetch(specimen.outcome)
    assert rows
    return sorted(str([names.get(str(value), str(value)) for value in row]) for row in rows)


def _names(messages: Sequence[Message]) -> dict[str, str]:
    """The ids that the messages hold, numbered in the order of causes."""
    named: dict[str, str] = {}
    for message in messages:
        for value in _values(message.event.model_dump()):
            named.setdefault(str(value), f"id {len(named)}")
    return named


def _values(data: dict[str, Any]) -> list[UUID]:
    flat = (each for value in data.values() for each in (value if isinstance(value, tuple) else (value,)))
    return [value for value in flat if isinstance(value, UUID)]
