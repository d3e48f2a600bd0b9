"""Complaints: read, list, search, brief, contact."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.answers import BriefOut, ComplaintItem, ComplaintOut, ContactOut
from services.intake.api.cursors import after_id
from services.intake.domain.lifecycle import Status
from services.intake.queries.brief import brief, contact
from services.intake.queries.complaint_list import Filters, complaint_list
from services.intake.queries.complaint_view import complaint_view
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["complaints"])

_Text = Annotated[str | None, Query(min_length=1, max_length=200)]


@router.get(
    "/v1/complaints",
    name="list_complaints",
    response_model=Listed[ComplaintItem],
    responses=problems(422),
    summary="Complaints that you may see, newest first",
)
async def list_complaints(
    call: Annotated[Call, may("complaints:read")],
    part: PageQuery,
    status: Status | None = None,
    department: _Text = None,
    owner_id: UUID | None = None,
    customer_id: UUID | None = None,
    q: Annotated[
        str | None, Query(min_length=1, max_length=200, description="Words of the narrative, or a reference")
    ] = None,
) -> Response:
    filters = Filters(status=status, department=department, owner_id=owner_id, customer_id=customer_id, q=q)
    after = after_id(part)
    return await call.read(
        lambda tx: complaint_list(filters, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.get(
    "/v1/complaints/{complaint_id}",
    name="read_complaint",
    response_model=ComplaintOut,
    responses=problems(404, 422),
    summary="One complaint, whole",
)
async def read_complaint(complaint_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    scopes = call.principal.scopes
    return await call.read(lambda tx: complaint_view(complaint_id, tx, actor=actor_of(call.principal), scopes=scopes))


@router.get(
    "/v1/complaints/{complaint_id}/brief",
    name="read_brief",
    response_model=BriefOut,
    responses=problems(404, 422),
    summary="The whole story in short, for a handoff summary",
)
async def read_brief(complaint_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    return await call.read(lambda tx: brief(complaint_id, tx, actor=actor_of(call.principal)))


@router.get(
    "/v1/complaints/{complaint_id}/contact",
    name="read_contact",
    response_model=ContactOut,
    responses=problems(404, 422),
    summary="How to reach the customer about this complaint",
)
async def read_contact(complaint_id: UUID, call: Annotated[Call, may("customers:read")]) -> Response:
    return await call.read(lambda tx: contact(complaint_id, tx, actor=actor_of(call.principal)))
