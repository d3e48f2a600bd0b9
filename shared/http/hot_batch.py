"""A batch behind a hot door: known keys answered again, the rest done, outbox and keys in one statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson

from shared.contracts.envelope import seal
from shared.db.engine import RawConnection, RawPool
from shared.db.group_commit import Again, GroupCommit
from shared.db.one_statement import OneStatement
from shared.http.hot import Flushed, HotDoor
from shared.http.idempotency import Claim, KeyInFlight, Stored, known
from shared.kernel.errors import RedressError
from shared.messaging.failpoints import hit

C = TypeVar("C")

_PUBLISH = "INSERT INTO outbox (id, subject, body) SELECT * FROM unnest({0}::uuid[], {1}::text[], {2}::bytea[])"
_KEEP = """
INSERT INTO idempotency_key (scope, key, fingerprint, status, headers, body)
SELECT scope, key, fingerprint, {5}::integer, headers::jsonb, body
FROM unnest({0}::text[], {1}::text[], {2}::bytea[], {3}::text[], {4}::bytea[])
    AS t (scope, key, fingerprint, headers, body)
ORDER BY scope, key
"""
_FINISH = f"""
WITH published AS ({_PUBLISH.format("$1", "$2", "$3")}),
kept AS ({_KEEP.format("$4", "$5", "$6", "$7", "$8", "$9")} ON CONFLICT DO NOTHING RETURNING 1)
SELECT count(*) FROM kept
"""  # noqa: S608 - constants, no input


@dataclass(frozen=True, slots=True)
class Pending(Generic[C]):
    """A command on its way through the door."""

    command: C
    claim: Claim | None
    correlation_id: str
    traceparent: str | None


class Batches(Generic[C]):
    """The group commit of one hot door."""

    def __init__(self, pool: RawPool, door: HotDoor[Any, C], committed: Callable[[int], None]) -> None:
        self._door = door
        self._committed = committed
        self._group: GroupCommit[Pending[C], Stored] = GroupCommit(
            pool, self._batch, bare_first=door.at_once, committed=self._landed
        )
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
        if attempt == 1:
            return await self._trusting(batch, connection)
        claims = [pending.claim for pending in batch if pending.claim is not None]
        answered = await known(claims, connection) if claims else {}
        fresh = [p for p in batch if p.claim is None or (p.claim.scope, p.claim.key) not in answered]
        if not fresh:
            return [answered[p.claim.scope, p.claim.key] for p in batch if p.claim is not None]
        outcomes = await self._door.flush([pending.command for pending in fresh], connection)
        answers = self._answers(fresh, outcomes)
        await _finish(connection, fresh, outcomes, answers, self._door.status)
        hit("door.written")
        done = {id(pending): answer for pending, answer in zip(fresh, answers, strict=True)}
        return [
            done[id(p)] if id(p) in done or p.claim is None else answered[p.claim.scope, p.claim.key] for p in batch
        ]

    async def _trusting(self, batch: Sequence[Pending[C]], connection: RawConnection) -> Sequence[Stored | Exception]:
        statement = OneStatement(connection) if self._door.at_once else None
        outcomes = await self._door.flush([pending.command for pending in batch], statement or connection)
        if any(isinstance(o, RedressError) and p.claim for p, o in zip(batch, outcomes, strict=True)):
            raise Again  # a refusal may be no refusal but the echo of the first answer: look at the keys
        answers = self._answers(batch, outcomes)
        if statement is None:
            await _finish(connection, batch, outcomes, answers, self._door.status)
            hit("door.written")
        else:
            sealed, kept = _columns(batch, outcomes, answers)
            statement.write("published", _PUBLISH, *sealed)
            statement.write("kept", _KEEP, *kept, self._door.status)
            hit("door.written")
            await statement.execute()
        return answers

    def _answers(
        self, batch: Sequence[Pending[C]], outcomes: Sequence[Flushed | RedressError | Again]
    ) -> list[Stored | Exception]:
        return [
            _answer(pending, outcome, self._door.status) if isinstance(outcome, Flushed) else outcome
            for pending, outcome in zip(batch, outcomes, strict=True)
        ]


def _answer(pending: Pending[Any], outcome: Flushed, status: int) -> Stored:
    fingerprint = pending.claim.fingerprint if pending.claim else b""
    headers = {"etag": f'"{outcome.version}"'}
    if outcome.location is not None:
        headers["location"] = outcome.location
    # default: what asyncpg hands out as UUID is its own subclass, which orjson does not know.
    body = orjson.dumps(outcome.answer, default=str, option=orjson.OPT_UTC_Z)
    return Stored(fingerprint, status, headers, body)


def _columns(
    batch: Sequence[Pending[Any]],
    outcomes: Sequence[Flushed | RedressError | Again],
    answers: Sequence[Stored | Exception],
) -> tuple[Sequence[Any], Sequence[Any]]:
    """The columns of what is published, and those of the keys that are kept with their answers."""
    sealed = [
        seal(message, correlation_id=pending.correlation_id, traceparent=pending.traceparent)
        for pending, outcome in zip(batch, outcomes, strict=True)
        if isinstance(outcome, Flushed)
        for message in outcome.messages
    ]
    kept = [
        (pending.claim, answer)
        for pending, answer in zip(batch, answers, strict=True)
        if pending.claim is not None and isinstance(answer, Stored)
    ]
    return (
        ([one.id for one in sealed], [one.subject for one in sealed], [one.body for one in sealed]),
        (
            [claim.scope for claim, _ in kept],
            [claim.key for claim, _ in kept],
            [claim.fingerprint for claim, _ in kept],
            [orjson.dumps(dict(stored.headers)).decode() for _, stored in kept],
            [stored.body for _, stored in kept],
        ),
    )


async def _finish(
    connection: RawConnection,
    batch: Sequence[Pending[Any]],
    outcomes: Sequence[Flushed | RedressError | Again],
    answers: Sequence[Stored | Exception],
    status: int,
) -> None:
    sealed, kept = _columns(batch, outcomes, answers)
    if await connection.fetchval(_FINISH, *sealed, *kept, status) != len(kept[0]):
        raise Again  # one of these keys was used before: its answer is the answer
