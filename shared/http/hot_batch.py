"""A batch behind a hot door: known keys answered again, the rest done, outbox and keys in one statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson

from shared.contracts.envelope import seal
from shared.db.engine import RawConnection, RawPool
from shared.db.group_commit import Again, GroupCommit
from shared.http.hot import Flush, Flushed
from shared.http.idempotency import Claim, KeyInFlight, Stored, known
from shared.kernel.errors import RedressError
from shared.messaging.failpoints import hit

C = TypeVar("C")

_FINISH = """
WITH published AS (
    INSERT INTO outbox (id, subject, body) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[])
), kept AS (
    INSERT INTO idempotency_key (scope, key, fingerprint, status, headers, body)
    SELECT scope, key, fingerprint, $9::integer, headers::jsonb, body
    FROM unnest($4::text[], $5::text[], $6::bytea[], $7::text[], $8::bytea[])
        AS t (scope, key, fingerprint, headers, body)
    ORDER BY scope, key
    ON CONFLICT DO NOTHING RETURNING 1
)
SELECT count(*) FROM kept
"""


@dataclass(frozen=True, slots=True)
class Pending(Generic[C]):
    """A command on its way through the door."""

    command: C
    claim: Claim | None
    correlation_id: str
    traceparent: str | None


class Batches(Generic[C]):
    """The group commit of one hot door."""

    def __init__(self, pool: RawPool, flush: Flush[C], committed: Callable[[int], None], *, status: int) -> None:
        self._flush = flush
        self._status = status
        self._committed = committed
        self._group: GroupCommit[Pending[C], Stored] = GroupCommit(pool, self._batch, committed=self._landed)
        self._in_flight: set[tuple[str, str]] = set()

    async def submit(self, pending: Pending[C]) -> Stored:
        """The durable answer to a command. Raises RedressError (KeyInFlight, KeyReused, a rule's own)."""
        claim = pending.claim
        if claim is None:
            return await self._group.submit(pending)
        key = (claim.scope, claim.key)
        if key in self._in_flight:
            raise KeyInFlight
        self._in_flight.add(key)
        try:
            return claim.answered(await self._group.submit(pending))
        finally:
            self._in_flight.discard(key)

    async def close(self) -> None:
        """Answer what is under way."""
        await self._group.close()

    def _landed(self, size: int) -> None:
        hit("door.committed")
        self._committed(size)

    async def _batch(
        self, batch: Sequence[Pending[C]], connection: RawConnection, attempt: int
    ) -> Sequence[Stored | Exception]:
        hit("door.begun")
        # Most keys are new: the first attempt trusts that all are, and the constraint tells when one was not.
        claims = [pending.claim for pending in batch if pending.claim is not None] if attempt > 1 else []
        answered = await known(claims, connection) if claims else {}
        fresh = [p for p in batch if p.claim is None or (p.claim.scope, p.claim.key) not in answered]
        if not fresh:
            return [answered[p.claim.scope, p.claim.key] for p in batch if p.claim is not None]
        outcomes = await self._flush([pending.command for pending in fresh], connection)
        if attempt == 1 and any(isinstance(o, RedressError) and p.claim for p, o in zip(fresh, outcomes, strict=True)):
            raise Again  # a refusal may be no refusal but the echo of the first answer: look at the keys
        done: dict[int, Stored | Exception] = {
            id(pending): _answer(pending, outcome, self._status) if isinstance(outcome, Flushed) else outcome
            for pending, outcome in zip(fresh, outcomes, strict=True)
        }
        await _finish(connection, fresh, outcomes, done, self._status)
        hit("door.written")
        return [
            done[id(p)] if id(p) in done or p.claim is None else answered[p.claim.scope, p.claim.key] for p in batch
        ]


def _answer(pending: Pending[Any], outcome: Flushed, status: int) -> Stored:
    fingerprint = pending.claim.fingerprint if pending.claim else b""
    headers = {"etag": f'"{outcome.version}"'}
    if outcome.location is not None:
        headers["location"] = outcome.location
    # default: what asyncpg hands out as UUID is its own subclass, which orjson does not know.
    body = orjson.dumps(outcome.answer, default=str, option=orjson.OPT_UTC_Z)
    return Stored(fingerprint, status, headers, body)


async def _finish(
    connection: RawConnection,
    fresh: Sequence[Pending[Any]],
    outcomes: Sequence[Flushed | RedressError | Again],
    done: dict[int, Stored | Exception],
    status: int,
) -> None:
    sealed = [
        seal(message, correlation_id=pending.correlation_id, traceparent=pending.traceparent)
        for pending, outcome in zip(fresh, outcomes, strict=True)
        if isinstance(outcome, Flushed)
        for message in outcome.messages
    ]
    kept = [
        (pending.claim, stored)
        for pending in fresh
        if pending.claim is not None and isinstance(stored := done[id(pending)], Stored)
    ]
    count = await connection.fetchval(
        _FINISH,
        [one.id for one in sealed],
        [one.subject for one in sealed],
        [one.body for one in sealed],
        [claim.scope for claim, _ in kept],
        [claim.key for claim, _ in kept],
        [claim.fingerprint for claim, _ in kept],
        [orjson.dumps(dict(stored.headers)).decode() for _, stored in kept],
        [stored.body for _, stored in kept],
        status,
    )
    if count != len(kept):
        raise Again  # one of these keys was used before: its answer is the answer
