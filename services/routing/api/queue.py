"""/v1/queue and /v1/cases/forgotten: what waits and what was left lying, and claiming the next case (RO-2, RO-14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.queue_bodies import ForgottenOut, NextIn, NextOut, WaitingOut
from services.routing.api.schemas import CaseOut
from services.routing.commands.claim_next import ClaimNext, claim_next
from services.routing.queries.case_view import CaseView, case_view
from services.routing.queries.forgotten import ListForgotten, list_forgotten
from services.routing.queries.waiting import ListWaiting, list_waiting
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.http.schemas import Out
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["queue"])
Label = Annotated[str | None, Query(max_length=100)]


@router.post("/v1/queue/next", response_model=NextOut, responses=problems(403, 409, 422))
async def claim_next_case(body: NextIn, call: Annotated[Call, may("cases:write")]) -> Response:
    """Claim the most urgent and oldest waiting case that the caller speaks and knows; nobody else gets the same one."""
    by = actor_of(call.principal)
    settings: RoutingSettings = call.context.settings
    command = ClaimNext(by=by, queue=body.queue, rest=settings.hot_rest, now=call.now)

    async def claim(tx: Transaction) -> CaseView | None:
        claimed = await claim_next(command, tx)
        return None if claimed is None else await case_view(claimed.complaint_id, tx, by=by, now=call.now)

    return await call.once(claim, show=lambda view: NextOut(case=None if view is None else CaseOut.at(view)))


@router.get("/v1/queue", response_model=Listed[WaitingOut], responses=problems(422))
async def waiting_list(
    call: Annotated[Call, may("cases:read")],
    where: PageQuery,
    department: Label = None,
    lead_id: UUID | None = None,
) -> Response:
    """What waits for somebody who suits, the most urgent and oldest first; `department` may be `general`."""
    query = ListWaiting(
        by=actor_of(call.principal),
        queue=department,
        lead_id=lead_id,
        after=where.expect(int, datetime, UUID),
        limit=where.limit,
        now=call.now,
    )
    return await call.read(
        lambda tx: list_waiting(query, tx),
        show=lambda found: _paged(found, where.limit, WaitingOut, ("urgency_rank", "recorded_at", "complaint_id")),
    )


@router.get("/v1/cases/forgotten", response_model=Listed[ForgottenOut], responses=problems(422))
async def forgotten_list(
    call: Annotated[Call, may("cases:read")], where: PageQuery, department: Label = None
) -> Response:
    """Open cases whose customer has long had no word from us, the longest quiet first."""
    settings: RoutingSettings = call.context.settings
    query = ListForgotten(
        by=actor_of(call.principal),
        department=department,
        before=call.now - settings.forgotten_after,
        after=where.expect(datetime, UUID),
        limit=where.limit,
    )
    return await call.read(
        lambda tx: list_forgotten(query, tx),
        show=lambda found: _paged(found, where.limit, ForgottenOut, ("quiet_since", "complaint_id")),
    )


def _paged(found: Sequence[dict[str, Any]], limit: int, out: type[Out], key: tuple[str, ...]) -> dict[str, Any]:
    """A page of rows, whose cursor may hold what is not shown of them."""
    told = page(found, limit=limit, key=lambda row: tuple(row[member] for member in key))
    return told | {
        "items": [out.model_validate({name: row[name] for name in out.model_fields}) for row in told["items"]]
    }
