"""/v1/cases: who owns what and why (RO-2)."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.api.schemas import CaseLine, CaseOut
from services.routing.domain.case import CaseStatus
from services.routing.queries.case_view import case_view
from services.routing.queries.list_cases import ListCases, list_cases
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems

router = APIRouter(tags=["cases"])


@router.get("/v1/cases", response_model=Listed[CaseLine], responses=problems(422))
async def case_list(
    call: Annotated[Call, may("cases:read")],
    where: PageQuery,
    owner_id: UUID | None = None,
    status: CaseStatus | None = None,
) -> Response:
    """The cases that the caller may see, the latest recorded first."""
    query = ListCases(by=actor_of(call.principal), owner_id=owner_id, status=status, limit=where.limit)
    return await call.read(
        lambda tx: list_cases(query, tx, after=partial(after, where)),
        show=lambda found: page(
            [CaseLine.of(case) for case in found],
            limit=where.limit,
            key=lambda case: (case.recorded_at, case.complaint_id),
        ),
    )


@router.get("/v1/cases/{complaint_id}", response_model=CaseOut, responses=problems(404))
async def case_detail(complaint_id: UUID, call: Annotated[Call, may("cases:read")]) -> Response:
    """A case: its owner and why, its clocks as they stand now, its handoffs."""
    by = actor_of(call.principal)
    return await call.read(lambda tx: case_view(complaint_id, tx, by=by, now=call.now), show=CaseOut.at, ages=True)
