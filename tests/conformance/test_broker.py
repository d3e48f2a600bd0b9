"""Every service: a broker that is down, killed or has lost its memory costs time and nothing else (SU-1)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from shared.contracts.catalogue import stream_of
from shared.embedded.nats import EmbeddedNats
from shared.messaging import outbox
from tests.conformance.broker import Upstream, sealed
from tests.conformance.house import FROM_OTHERS, House
from tests.conformance.specimens import Specimen
from tests.support import servers
from tests.support.waiting import until

POSTS = 3
PATIENCE_SECONDS = 60.0
"""A worker that met a dead broker waits a little longer each time before it tries again."""

End = Callable[[EmbeddedNats], None]


@pytest.fixture
def nats_server(tmp_path: Path) -> Iterator[EmbeddedNats]:
    """A nats-server of the test's own, which it may stop, kill and start."""
    with servers.nats_server(tmp_path / "broker") as server:
        yield server


def kill(server: EmbeddedNats) -> None:
    """kill -9."""
    server.child.kill()


@pytest.mark.parametrize("end", [EmbeddedNats.stop, kill], ids=["stopped", "killed"])
async def test_a_broker_that_is_down_stops_no_request(
    house: House, specimen: Specimen, upstream: Upstream, nats_server: EmbeddedNats, end: End
) -> None:
    """SU-1: every POST is a 2xx with its events in the outbox; on return each is in the stream once."""
    paths = [await specimen.path(house) for _ in range(POSTS + 1)]
    async with house.working():
        await _post(house, specimen, paths[-1])
        await house.drained()
        await asyncio.to_thread(end, nats_server)
        for path in paths[:POSTS]:
            before = await house.count("outbox")
            await _post(house, specimen, path)
            assert await house.count("outbox") > before
        assert await house.count("outbox", "published_at IS NULL") >= POSTS
        await asyncio.to_thread(nats_server.start)
        await until(lambda: _is_drained(house), seconds=PATIENCE_SECONDS)
    assert await upstream.stored(stream_of(specimen.name)) == await _said(house)
    assert await house.count("dead_letter") == 0


async def test_a_broker_that_was_never_there_is_waited_for(
    house: House, specimen: Specimen, upstream: Upstream, nats_server: EmbeddedNats
) -> None:
    """SU-1, SU-6: the worker starts before its broker; then everything goes out, and what is heard has its effect."""
    await asyncio.to_thread(nats_server.stop)
    path = await specimen.path(house)
    await _post(house, specimen, path)
    events = sealed(await specimen.events(house))
    async with house.working() as worker:

        async def says_so() -> bool:
            return (await worker.health())["nats"] is not None

        await until(says_so)
        await asyncio.to_thread(nats_server.start)
        await until(lambda: _is_drained(house), seconds=PATIENCE_SECONDS)
        await upstream.declare()
        await upstream.publish(*events)
        await upstream.heard()
        await house.drained()
    assert await upstream.stored(stream_of(specimen.name)) == await _said(house)
    assert await house.count("inbox", FROM_OTHERS) == len(events)


async def test_streams_that_are_deleted_are_made_again_and_filled_again(
    house: House, specimen: Specimen, upstream: Upstream
) -> None:
    """SU-1: new events flow at once, `republish` restores the old ones, and nobody takes an event a second time."""
    own = stream_of(specimen.name)
    began = await house.database.fetchval("SELECT clock_timestamp()")
    paths = [await specimen.path(house) for _ in range(2)]
    await upstream.declare()
    events = sealed(await specimen.events(house))
    async with house.working():
        await upstream.publish(*events)
        await upstream.heard()
        await _post(house, specimen, paths[0])
        await house.drained()
        old = await _said(house)
        assert await upstream.stored(own) == old
        await upstream.clear()

        await _post(house, specimen, paths[1])
        await house.drained(seconds=PATIENCE_SECONDS)
        new = await _said(house) - old
        assert new
        assert await upstream.stored(own) == new

        before = await house.dump()
        assert await outbox.republish(house.database, since=began) == len(old + new)
        await until(lambda: _is_drained(house), seconds=PATIENCE_SECONDS)
        assert await upstream.stored(own) == old + new
        await upstream.declare()
        await upstream.publish(*events)  # as its producers' republish brings them back
        await upstream.heard()
        await house.drained()
        assert await house.dump() == before


async def _post(house: House, specimen: Specimen, path: str) -> None:
    answer = await house.post(path, specimen.body)
    assert answer.status_code == specimen.status, answer.text


async def _is_drained(house: House) -> bool:
    return await house.count("outbox", "published_at IS NULL") == 0


async def _said(house: House) -> Counter[UUID]:
    """Every event in the outbox, once."""
    return Counter({UUID(str(row["id"])): 1 for row in await house.database.fetch("SELECT id FROM outbox")})
