"""Consumers on a real broker: once each, whatever comes again, fails, or vanishes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import asyncpg
from nats.aio.client import Client

from shared.contracts.envelope import Sealed
from shared.contracts.intake import RecapConfirmed
from shared.embedded.nats import EmbeddedNats
from shared.kernel.errors import Conflict, Unavailable
from shared.kernel.ids import new_id
from shared.messaging import dead_letters
from shared.messaging.consumer import Consumer
from shared.messaging.dispatch import Dispatch
from shared.messaging.subscription import Received, Subscription
from shared.messaging.transaction import Transaction
from tests.integration.messaging.consuming import acknowledged, consumer, declared, marked, taken
from tests.integration.messaging.scene import Scene, mark, running, sealed, send
from tests.support.waiting import until

Make = Callable[..., Awaitable[Scene]]
SUBJECT = RecapConfirmed.subject()


async def test_takes_each_event_once_and_acknowledges_it(scene: Make, nats_client: Client) -> None:
    """SU-1: the reaction, the inbox row and the acknowledgement of every event."""
    await declared(nats_client)
    routing = await scene()
    await send(nats_client, sealed(600))
    await taken(routing, nats_client, 600)
    assert await routing.value("SELECT count(*) FROM inbox") == 600
    assert await routing.value("SELECT max(times) FROM mark") == 1


async def test_replaying_the_whole_stream_changes_nothing(scene: Make, nats_client: Client) -> None:
    """SU-1: after its durable consumer was lost, a service gets everything again, and nothing is counted twice."""
    await declared(nats_client)
    routing = await scene()
    await send(nats_client, sealed(50))
    await taken(routing, nats_client, 50)
    before = await routing.context.database.pool.fetch("SELECT m, i FROM mark m, inbox i ORDER BY m.id, i.event_id")
    for _ in range(2):
        await nats_client.jetstream().delete_consumer("INTAKE", "routing")
        async with running(routing.broker.run, consumer(routing).run):
            await until(acknowledged(nats_client))
    after = await routing.context.database.pool.fetch("SELECT m, i FROM mark m, inbox i ORDER BY m.id, i.event_id")
    assert after == before


async def test_an_event_twice_in_one_batch_has_one_effect(scene: Make, nats_client: Client) -> None:
    """SU-1: the stream may hold an event twice (published again after the duplicate window)."""
    await declared(nats_client)
    routing = await scene()
    (one,) = sealed(1)
    for _ in range(3):
        await nats_client.jetstream().publish(one.subject, one.body)
    async with running(routing.broker.run, consumer(routing).run):
        await until(acknowledged(nats_client))
    assert await routing.value("SELECT sum(times) FROM mark") == 1


async def test_poison_becomes_a_dead_letter_and_its_batch_goes_on(scene: Make, nats_client: Client) -> None:
    """SU-1: one event that a rule refuses is kept with the reason and replayed when that is gone."""
    await declared(nats_client)
    routing = await scene()
    events = sealed(20)
    poisonous = True

    async def reaction(received: Sequence[Received[Any]], tx: Transaction, now: datetime) -> None:
        if poisonous and any(one.id == events[7].id for one in received):
            raise Conflict("the case is closed")
        await mark(received, tx, now)

    await send(nats_client, events)
    await taken(routing, nats_client, 19, reaction)
    async with routing.context.database.pool.acquire() as connection:
        (letter,) = await dead_letters.listed(connection, limit=10)
        assert letter == await dead_letters.shown(connection, events[7].id)
    assert (letter.event_id, letter.stream, letter.subject) == (events[7].id, "INTAKE", SUBJECT)
    assert (letter.body, letter.error, letter.attempts) == (events[7].body, "Conflict: the case is closed", 1)
    poisonous = False
    dispatch = Dispatch([Subscription(RecapConfirmed, reaction)])
    assert await dead_letters.replay(letter.event_id, dispatch=dispatch, context=routing.context)
    # However long ago that was: the inbox may have forgotten it meanwhile.
    await routing.context.database.pool.execute("DELETE FROM inbox")
    assert not await dead_letters.replay(letter.event_id, dispatch=dispatch, context=routing.context)
    assert await routing.value("SELECT sum(times) FROM mark") == 20
    async with routing.context.database.pool.acquire() as connection:
        assert await dead_letters.listed(connection, limit=10) == []
        assert len(await dead_letters.listed(connection, limit=10, replayed=True)) == 1


async def test_a_replay_that_fails_again_changes_nothing(scene: Make, nats_client: Client) -> None:
    """SU-1: the claim, the reaction and the mark of a replay are one transaction."""
    await declared(nats_client)
    routing = await scene()

    async def reaction(received: Sequence[Received[Any]], tx: Transaction, now: datetime) -> None:
        await mark(received, tx, now)
        raise Conflict("never")

    (one,) = sealed(1)
    await send(nats_client, [one])
    async with running(routing.broker.run, consumer(routing, reaction).run):
        await until(acknowledged(nats_client))
    try:
        await dead_letters.replay(
            one.id, dispatch=Dispatch([Subscription(RecapConfirmed, reaction)]), context=routing.context
        )
    except Conflict:
        pass
    else:
        raise AssertionError("the replay should have failed")
    assert await routing.value("SELECT count(*) FROM inbox") == 0
    assert await routing.value("SELECT count(*) FROM mark") == 0
    assert await routing.value("SELECT count(*) FROM dead_letter WHERE replayed_at IS NULL") == 1


async def test_what_cannot_be_read_becomes_a_dead_letter(scene: Make, nats_client: Client) -> None:
    """SU-1: bytes that are no envelope, an unknown type and wrong data are kept and end there."""
    await declared(nats_client)
    routing = await scene()
    (good,) = sealed(1)
    unknown = Sealed(new_id(), SUBJECT, good.body.replace(b"recap_confirmed.v1", b"never_heard_of.v1"))
    wrong = Sealed(new_id(), SUBJECT, good.body.replace(b'"recap_version":1', b'"recap_version":"many"'))
    no_envelope = Sealed(new_id(), SUBJECT, b"\x00not json\xff")
    ids = {b.id: str(new_id()).encode() for b in (unknown, wrong)}
    changed = [Sealed(b.id, SUBJECT, b.body.replace(str(good.id).encode(), ids[b.id])) for b in (unknown, wrong)]
    js = nats_client.jetstream()
    for one in [no_envelope, *changed, no_envelope, good]:
        await js.publish(one.subject, one.body)
    await taken(routing, nats_client, 1)
    async with routing.context.database.pool.acquire() as connection:
        errors = sorted(letter.error for letter in await dead_letters.listed(connection, limit=10))
    assert len(errors) == 3, errors
    assert "data is not a redress.intake.complaint.recap_confirmed.v1: recap_version" in errors[0]
    assert "many" not in errors[0], "the value itself must not be in the error"
    assert "no reaction to redress.intake.complaint.never_heard_of.v1" in errors[1]
    assert "not an envelope" in errors[2]


async def test_a_passing_error_is_tried_again_and_then_succeeds(scene: Make, nats_client: Client) -> None:
    """SU-1: what may succeed a little later comes again by itself; it is no dead letter."""
    await declared(nats_client)
    routing = await scene()
    tries = 0

    async def reaction(received: Sequence[Received[Any]], tx: Transaction, now: datetime) -> None:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise Unavailable("a part that does not answer")
        await mark(received, tx, now)

    await send(nats_client, sealed(1))
    await taken(routing, nats_client, 1, reaction)
    assert await routing.value("SELECT count(*) FROM dead_letter") == 0
    assert await routing.value("SELECT sum(times) FROM mark") == 1


async def test_a_database_that_goes_away_loses_and_buries_nothing(scene: Make, nats_client: Client) -> None:
    """SU-1: while connections break every event is put off, none is buried; then all are taken."""
    await declared(nats_client)
    routing = await scene()
    cuts = 0

    async def reaction(received: Sequence[Received[Any]], tx: Transaction, now: datetime) -> None:
        nonlocal cuts
        await mark(received, tx, now)
        if cuts < 3:
            cuts += 1
            own = await (await tx.raw()).fetchval("SELECT pg_backend_pid()")
            admin = await asyncpg.connect(routing.context.database.dsn)
            await admin.execute("SELECT pg_terminate_backend($1)", own)
            await admin.close()
            await (await tx.raw()).fetchval("SELECT 1")

    await send(nats_client, sealed(30))
    await taken(routing, nats_client, 30, reaction)
    assert cuts == 3
    assert await routing.value("SELECT count(*) FROM dead_letter") == 0
    assert await routing.value("SELECT sum(times) FROM mark") == 30


async def test_survives_a_deleted_stream_and_a_broker_restart(
    scene: Make, nats_client: Client, broker_server: EmbeddedNats
) -> None:
    """SU-1: stream and consumer are declared again; what comes after is taken."""
    await declared(nats_client)
    routing = await scene()
    taking = consumer(routing)
    async with running(routing.broker.run, taking.run):
        await send(nats_client, sealed(3))
        await until(marked(routing, 3))
        await nats_client.jetstream().delete_stream("INTAKE")
        await until(acknowledged(nats_client))
        await send(nats_client, sealed(3))
        await until(marked(routing, 6))
        await asyncio.to_thread(broker_server.stop)
        await until(lambda: _troubled(taking))
        await asyncio.to_thread(broker_server.start)
        await until(lambda: _connected(nats_client))
        await send(nats_client, sealed(3))
        await until(marked(routing, 9))
    assert taking.trouble is None
    assert await routing.value("SELECT max(times) FROM mark") == 1


async def _troubled(taking: Consumer) -> bool:
    return taking.trouble is not None


async def _connected(client: Client) -> bool:
    return client.is_connected


async def test_what_a_stopped_consumer_had_fetched_is_delivered_again_at_once(scene: Make, nats_client: Client) -> None:
    """SU-6: a rolling upgrade delays no event by the server's patience with a lost consumer."""
    await declared(nats_client)
    routing = await scene()
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(received: Sequence[Received[Any]], tx: Transaction, now: datetime) -> None:
        begun.set()
        await go_on.wait()
        await mark(received, tx, now)

    async def all_delivered() -> bool:
        info = await nats_client.jetstream().consumer_info("INTAKE", "routing")
        return info.num_pending == 0

    async with running(routing.broker.run, consumer(routing, slow).run) as stop:
        await send(nats_client, sealed(1))
        await begun.wait()
        await send(nats_client, sealed(50))
        await until(all_delivered)
        stop.set()
        go_on.set()
    successor = await scene()
    async with running(successor.broker.run, consumer(successor).run):
        await until(marked(successor, 51))
