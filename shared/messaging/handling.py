"""What becomes of a batch: taken together in one commit, else one by one; acknowledged, put off or buried."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.kernel.ids import new_id
from shared.messaging import dead_letters, inbox, measures, retry
from shared.messaging.context import Context
from shared.messaging.delivery import Delivery, deliveries_of, id_of_unreadable
from shared.messaging.dispatch import Dispatch, Undeliverable
from shared.messaging.failpoints import hit
from shared.observability.correlation import correlated

_log = structlog.get_logger(__name__)

TOGETHER_SECONDS = 20.0
ALONE_SECONDS = 10.0
"""A batch and a single message may take this long."""
ONE_BY_ONE_SECONDS = 20.0
"""No single message of a batch is begun after this; all three together stay inside the server's patience
(jetstream.ACK_WAIT)."""
SUSPECT_DELIVERIES = 3
"""From this delivery on a message is taken alone: it may be what made the process die the last times."""

_ACK = b""
_TERM = b"+TERM"


class Handling:
    """Handles the batches of one stream for one service."""

    def __init__(self, context: Context, dispatch: Dispatch, *, stream: str) -> None:
        self._context = context
        self._dispatch = dispatch
        self._stream = stream
        self._log = _log.bind(service=context.service, stream=stream)

    async def handle(self, client: Client, batch: Sequence[Msg]) -> float:
        """See to it that each message is taken, put off or buried.

        Seconds to wait before asking for more: above 0 where nothing can succeed now, the database being away.
        """
        together: list[Delivery] = []
        alone: list[Delivery] = []
        for message in batch:
            deliveries = deliveries_of(message)
            try:
                delivery = Delivery(message, deliveries, self._dispatch.read(message.data))
            except Undeliverable as error:
                await self._bury(client, message, deliveries, error, error.event_id)
                continue
            (alone if deliveries >= SUSPECT_DELIVERIES else together).append(delivery)
        if together:
            try:
                async with asyncio.timeout(TOGETHER_SECONDS):
                    await self._take(together)
            except Exception as error:
                self._log.info("batch_failed", size=len(together), error=repr(error))
                alone = together + alone
            else:
                await self._acknowledge(client, together)
        return await self._one_by_one(client, alone)

    async def _take(self, deliveries: Sequence[Delivery]) -> None:
        """Inbox, reactions and outbox of these in one commit. Raises what the reactions and the database raise."""
        by_id = {delivery.received.id: delivery.received for delivery in deliveries}
        because, trace = str(new_id()), None
        if len(deliveries) == 1:
            because, trace = deliveries[0].received.correlation_id, deliveries[0].received.traceparent
        with correlated(because, trace):
            async with self._context.transactions.begin(correlation_id=because) as tx:
                new = await inbox.claim(await tx.raw(), list(by_id))
                fresh = [received for event_id, received in by_id.items() if event_id in new]
                await self._dispatch.apply(fresh, tx, self._context.clock.now())
                hit("consumer.applied")
        hit("consumer.committed")
        measures.CONSUMED.labels(self._stream, "taken").inc(len(fresh))
        measures.CONSUMED.labels(self._stream, "known").inc(len(deliveries) - len(fresh))

    async def _acknowledge(self, client: Client, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            await self._answer(client, delivery.message, _ACK)
        hit("consumer.acked")

    async def _one_by_one(self, client: Client, deliveries: Sequence[Delivery]) -> float:
        clock = asyncio.get_running_loop().time
        until = clock() + ONE_BY_ONE_SECONDS
        for position, delivery in enumerate(deliveries):
            if clock() >= until:
                return await self._give_back(client, deliveries[position:], TimeoutError("the batch took too long"))
            try:
                async with asyncio.timeout(ALONE_SECONDS):
                    await self._take([delivery])
            except Exception as error:
                verdict = retry.decide(error, deliveries=delivery.deliveries)
                if verdict.action is retry.Action.DEAD:
                    await self._bury(client, delivery.message, delivery.deliveries, error, delivery.received.id)
                elif retry.fault(error) is retry.Fault.SYSTEM:
                    # Nothing else can succeed either: give them all back, and wait before asking for more.
                    for other in deliveries[position:]:
                        await self._put_off(client, other.message, other.deliveries, verdict.delay, error)
                    return verdict.delay
                else:
                    await self._put_off(client, delivery.message, delivery.deliveries, verdict.delay, error)
                if isinstance(error, TimeoutError):
                    # A database that hangs would cost as much for each of the others, and the server's patience.
                    return await self._give_back(client, deliveries[position + 1 :], error)
            else:
                await self._acknowledge(client, [delivery])
        return 0.0

    async def _give_back(self, client: Client, untried: Sequence[Delivery], error: BaseException) -> float:
        """Let these come again a step earlier than one that failed, so that a slow message does not come before them
        for ever. Seconds to wait before asking for more."""
        for other in untried:
            await self._put_off(client, other.message, other.deliveries, retry.back_off(other.deliveries - 1), error)
        return retry.back_off(1)

    async def _put_off(self, client: Client, message: Msg, deliveries: int, delay: float, error: BaseException) -> None:
        self._log.warning("event_put_off", deliveries=deliveries, seconds=delay, error=repr(error))
        await self._answer(client, message, b'-NAK {"delay": %d}' % int(delay * 1e9))
        measures.CONSUMED.labels(self._stream, "put off").inc()

    async def _bury(
        self, client: Client, message: Msg, deliveries: int, error: BaseException, event_id: UUID | None
    ) -> None:
        """Keep it as a dead letter, then tell the server that it is done. Where that fails, it comes again."""
        event_id = event_id or id_of_unreadable(message)
        try:
            async with self._context.database.pool.acquire(timeout=ALONE_SECONDS) as connection:
                await dead_letters.add(
                    connection,
                    event_id=event_id,
                    stream=self._stream,
                    subject=message.subject,
                    body=message.data,
                    error=f"{type(error).__name__}: {error}",
                    attempts=deliveries,
                )
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as trouble:
            self._log.error("dead_letter_not_kept", event_id=str(event_id), error=repr(trouble))
            await self._put_off(client, message, deliveries, retry.back_off(deliveries), trouble)
            return
        self._log.error("event_dead", event_id=str(event_id), deliveries=deliveries, error=repr(error))
        await self._answer(client, message, _TERM)
        measures.CONSUMED.labels(self._stream, "dead").inc()

    async def _answer(self, client: Client, message: Msg, word: bytes) -> None:
        """Fire and forget: where the answer is lost the message comes again, and the inbox knows it."""
        try:
            await client.publish(message.reply, word)
        except (nats.errors.Error, OSError) as error:
            self._log.info("answer_lost", error=repr(error))
