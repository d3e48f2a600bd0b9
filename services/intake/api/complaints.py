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
from services.intake.domain.vocabulary import Channel, Feeling, Urgency
from services.intake.queries.brief import brief, contact
from services.intake.queries.complaint_list import complaint_list
from services.intake.queries.complaint_view import complaint_view
from services.intake.queries.filters import Filters
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.http.schemas import Instant, LanguageTag

router = APIRouter(tags=["complaints"])

_Text = Annotated[str | None, Query(min_length=1, max_length=200)]
_WORDS = 'Words of the narrative (all of them, "a phrase", or, -not; whatever their accents and case), or a reference'


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
    status: Annotated[list[Status] | None, Query(max_length=len(Status), description="Any of these")] = None,
    department: _Text = None,
    owner_id: UUID | None = None,
    customer_id: UUID | None = None,
    product: _Text = None,
    branch: _Text = None,
    category: _Text = None,
    channel: Channel | None = None,
    feeling: Feeling | None = None,
    urgency: Urgency | None = None,
    language: LanguageTag | None = None,
    recorded_from: Annotated[Instant | None, Query(description="Recorded at this time or later")] = None,
    recorded_until: Annotated[Instant | None, Query(description="Recorded before this time")] = None,
    q: Annotated[str | None, Query(min_length=1, max_length=200, description=_WORDS)] = None,
) -> Response:
    filters = Filters(
        status=tuple(status or ()),
        department=department,
        owner_id=owner_id,
        customer_id=customer_id,
        product=product,
        branch=branch,
        category=category,
        channel=channel,
        feeling=feeling,
        urgency=urgency,
        language=language,
        recorded_from=recorded_from,
        recorded_until=recorded_until,
    )
    after, offset, actor = after_id(part), call.context.clock.offset(), actor_of(call.principal)
    return await call.read(
        lambda tx: complaint_list(filters, tx, actor=actor, limit=part.limit + 1, after=after, q=q, offset=offset),
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
