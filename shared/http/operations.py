"""What operators do over HTTP: see dead letters and replay them (SU-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from shared.http.call import Call, may
from shared.http.database_failures import explain
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.http.schemas import Out
from shared.kernel.errors import Conflict, RedressError
from shared.messaging import dead_letters
from shared.messaging.dead_letters import DeadLetter
from shared.messaging.transaction import Transaction

router = APIRouter(prefix="/v1/ops", tags=["operations"])


class ReplayFailed(Conflict):
    slug = "replay-failed"
    title = "It failed again; it stays a dead letter"


class DeadLetterOut(Out):
    """An event that this service could not take, and why."""

    event_id: UUID
    stream: str
    subject: str
    error: str
    attempts: int
    dead_at: datetime
    replayed_at: datetime | None


class DeadLetterDetailOut(DeadLetterOut):
    """The same with the envelope as it came; it holds no personal data."""

    body: str

    @classmethod
    def of(cls, letter: DeadLetter) -> DeadLetterDetailOut:
        return cls.model_validate({**_members(letter), "body": letter.body.decode("utf-8", errors="replace")})


class ReplayedOut(Out):
    """What became of a replay: `applied` is false when the event had been taken meanwhile."""

    event_id: UUID
    applied: bool


def _members(letter: DeadLetter) -> dict[str, object]:
    return {name: getattr(letter, name) for name in DeadLetterOut.model_fields}


@router.get("/dead-letters", response_model=Listed[DeadLetterOut], responses=problems(422))
async def list_dead_letters(
    call: Annotated[Call, may("ops:read")],
    part: PageQuery,
    replayed: Annotated[bool, Query(description="Also those that were replayed")] = False,
) -> Response:
    """Dead letters, newest first."""

    async def query(tx: Transaction) -> dict[str, object]:
        last = part.expect(datetime, UUID)
        found = await dead_letters.listed(await tx.raw(), limit=part.limit + 1, after=last, replayed=replayed)
        return page(
            [DeadLetterOut.model_validate(_members(letter)) for letter in found],
            limit=part.limit,
            key=lambda letter: (letter.dead_at, letter.event_id),
        )

    return await call.read(query)


@router.get("/dead-letters/{event_id}", response_model=DeadLetterDetailOut, responses=problems(404))
async def show_dead_letter(event_id: UUID, call: Annotated[Call, may("ops:read")]) -> Response:
    """One dead letter with its envelope."""

    async def query(tx: Transaction) -> DeadLetter:
        return await dead_letters.shown(await tx.raw(), event_id)

    return await call.read(query, show=DeadLetterDetailOut.of)


@router.post("/dead-letters/{event_id}/replay", response_model=ReplayedOut, responses=problems(404, 409))
async def replay_dead_letter(event_id: UUID, call: Annotated[Call, may("ops:write")]) -> Response:
    """Try a dead letter again, now that its reason is gone; a replay that fails changes nothing."""
    dispatch = call.request.app.state.dispatch

    async def command(tx: Transaction) -> bool:
        try:
            return await dead_letters.replay_in(tx, event_id, dispatch=dispatch, context=call.context)
        except RedressError:
            raise
        except Exception as error:
            if explain(error) is not None:
                raise
            raise ReplayFailed(f"It failed again with {type(error).__name__}; it stays a dead letter") from error

    return await call.once(command, show=lambda applied: ReplayedOut(event_id=event_id, applied=applied))
