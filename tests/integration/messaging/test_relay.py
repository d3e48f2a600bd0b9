"""The relay on a real broker: takes over, survives, and never blocks on one event."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from nats.aio.client import Client
from nats.js.api import StreamConfig

from shared.contracts.envelope import Sealed
from shared.embedded.nats import EmbeddedNats
from shared.kernel.ids import new_id
from shared.messaging import dead_letters, outbox
from shared.messaging.dispatch import Dispatch
from shared.messaging.jetstream import declare_streams
from tests.integration.messaging.scene import Scene, event, running, sealed, send
from tests.support.waiting import until

Make = Callable[..., Awaitable[Scene]]
MAX_AGE = timedelta(days=1)


async def _count(client: Client) -> int:
    return (await client.jetstream().stream_info("INTAKE")).state.messages


async def _declare(client: Client) -> None:
    await declare_streams(client.jetstream(), ["intake"], max_age=MAX_AGE)


async def test_publishes_what_was_committed_in_atomic_batches_and_marks_it(scene: Make, nats_client: Client) -> None:
    """SU-1: each committed event reaches the stream once, in the order of the outbox."""
    await _declare(nats_client)
    intake = await scene("intake")
    events = sealed(1200)
    await intake.write(events)
    async with running(intake.broker.run, intake.relay().run):
        await until(intake.drained)
    assert await _count(nats_client) == 1200
    js = nats_client.jetstream()
    first, last = await js.get_msg("INTAKE", seq=1), await js.get_msg("INTAKE", seq=1200)
    assert (first.data, last.data) == (events[0].body, events[-1].body)
    assert first.headers is not None
    assert first.headers["Nats-Msg-Id"] == str(events[0].id)
    assert "Nats-Batch-Id" in first.headers, "the batch was not atomic"


async def test_events_that_the_stream_already_has_are_taken_as_published(scene: Make, nats_client: Client) -> None:
    """SU-1: a publish whose mark was lost is repeated without a second message in the stream."""
    await _declare(nats_client)
    intake = await scene("intake")
    events = sealed(20)
    await send(nats_client, events[5:9])
    await intake.write(events)
    async with running(intake.broker.run, intake.relay().run):
        await until(intake.drained)
    assert await _count(nats_client) == 20


async def test_publishes_windowed_where_the_stream_allows_no_batches(scene: Make, nats_client: Client) -> None:
    """SU-1: an older broker, or a stream declared without atomic batches, gets the events one by one."""
    await nats_client.jetstream().add_stream(StreamConfig(name="INTAKE", subjects=["intake.>"], allow_atomic=False))
    intake = await scene("intake")
    await intake.write(sealed(700))
    async with running(intake.broker.run, intake.relay().run):
        await until(intake.drained)
    assert await _count(nats_client) == 700


async def test_waits_for_a_broker_that_is_down_and_drains_on_its_return(
    scene: Make, nats_client: Client, broker_server: EmbeddedNats
) -> None:
    """SU-1: while the broker is away events wait in the outbox; nothing is lost."""
    await _declare(nats_client)
    intake = await scene("intake")
    relay = intake.relay()

    async def waiting() -> bool:
        return relay.trouble is not None

    async with running(intake.broker.run, relay.run):
        await intake.write(sealed(10))
        await until(intake.drained)
        await asyncio.to_thread(broker_server.stop)
        await intake.write(sealed(30))
        await until(waiting)
        assert not await intake.drained()
        await asyncio.to_thread(broker_server.start)
        await until(intake.drained)
        await until(lambda: _is(relay.trouble, None))
    assert await _count(nats_client) == 40


async def _is(value: object, wanted: object) -> bool:
    return value is wanted


async def test_declares_a_deleted_stream_again_where_it_may(scene: Make, nats_client: Client) -> None:
    """SU-1: streams deleted: recreated, and republish restores what the outbox still has."""
    intake = await scene("intake")
    began = datetime.now(UTC) - timedelta(minutes=1)
    async with running(intake.broker.run, intake.relay(declare=lambda: _declare(nats_client)).run):
        await intake.write(sealed(10))
        await until(intake.drained)
        await nats_client.jetstream().delete_stream("INTAKE")
        await intake.write(sealed(5))
        await until(intake.drained)
        assert await _count(nats_client) == 5
        async with intake.context.database.pool.acquire() as connection:
            assert await outbox.republish(connection, since=began) == 15
        await until(intake.drained)
    assert await _count(nats_client) == 15


async def test_an_event_too_large_for_the_broker_becomes_a_dead_letter_and_the_rest_goes_out(
    scene: Make, nats_client: Client
) -> None:
    """SU-1: one bad event does not block the others, and can be seen and published again."""
    await _declare(nats_client)
    intake = await scene("intake")
    large = Sealed(new_id(), "intake.complaint.recorded.v1", b"x" * 1_048_576)
    await intake.write([large, *sealed(10)])
    async with running(intake.broker.run, intake.relay().run):
        await until(intake.drained)
    assert await _count(nats_client) == 10
    async with intake.context.database.pool.acquire() as connection:
        (letter,) = await dead_letters.listed(connection, limit=10)
    assert (letter.event_id, letter.stream) == (large.id, "outbox")
    assert "more than the broker takes" in letter.error
    # Refused counts as published, so housekeeping may have taken the row by the time somebody has helped.
    await intake.context.database.pool.execute("DELETE FROM outbox WHERE id = $1", large.id)
    assert await dead_letters.replay(large.id, dispatch=Dispatch([]), context=intake.context)
    assert not await intake.drained()
    assert await intake.value("SELECT body FROM outbox WHERE published_at IS NULL") == large.body


async def test_an_event_that_is_never_answered_does_not_hold_up_the_rest(
    scene: Make, nats_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SU-1: an event for a subject without a stream waits aside; the others go out."""
    monkeypatch.setattr("shared.messaging.publisher.ANSWER_SECONDS", 0.5)
    await _declare(nats_client)
    intake = await scene("intake")
    stray = Sealed(new_id(), "nowhere.at.all.v1", b"{}")
    await intake.write([stray, *sealed(600)])

    async def all_but_the_stray() -> bool:
        return await intake.value("SELECT count(*) FROM outbox WHERE published_at IS NULL") == 1

    async with running(intake.broker.run, intake.relay().run):
        await until(all_but_the_stray)
    assert await _count(nats_client) == 600


async def test_a_standby_takes_over_within_two_seconds_of_a_death(scene: Make, nats_client: Client) -> None:
    """SU-1: one relay works, the other waits; when the first dies without a word the second goes on."""
    await _declare(nats_client)
    first, second = await scene("intake"), await scene("intake")
    active, standby = first.relay(), second.relay()
    async with running(first.broker.run, second.broker.run):
        working = asyncio.create_task(active.run(asyncio.Event()))
        await until(lambda: _is(active.active, True))
        async with running(standby.run):
            await first.write(sealed(10))
            await until(first.drained)
            assert not standby.active
            await first.value(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            died = time.monotonic()
            await first.write(sealed(10))
            await until(first.drained)
            took = time.monotonic() - died
            assert standby.active
        with pytest.raises(Exception):  # noqa: B017 - whatever a cut connection raises
            await working
    assert took < 2.0
    assert await _count(nats_client) == 20


async def test_a_commit_elsewhere_wakes_the_relay_at_once(scene: Make, nats_client: Client) -> None:
    """SU-1: one coalesced NOTIFY after the commit; well before the relay would have looked by itself."""
    await _declare(nats_client)
    worker, api = await scene("intake"), await scene("intake")
    relay = worker.relay()
    async with running(worker.broker.run, relay.run):
        await until(lambda: _is(relay.active, True))
        async with api.context.transactions.begin() as tx:  # the first signal also opens the NOTIFY connection
            tx.publish(event())
        await until(worker.drained)
        waits = []
        for _ in range(20):
            async with api.context.transactions.begin() as tx:
                tx.publish(event())
            committed = time.monotonic()
            await until(worker.drained)
            waits.append(time.monotonic() - committed)
    assert sorted(waits)[10] < 0.2
