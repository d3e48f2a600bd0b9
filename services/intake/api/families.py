"""Families of complaints (IN-21)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.api.family_bodies import FamilyChangeIn, FamilyIn, FamilyItem, FamilyOut, FamilyRef
from services.intake.commands.change_family import ChangeFamily, change_family
from services.intake.commands.found_family import FoundFamily, found_family
from services.intake.domain.family import FamilyChange, FamilyStatus
from services.intake.queries.families import Filters, family_list, family_view
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["families"])


@router.post(
    "/v1/families",
    name="found_family",
    status_code=201,
    response_model=FamilyRef,
    responses=problems(404, 409, 422),
    summary="Group complaints that seem to have one cause",
)
async def found(body: FamilyIn, call: Annotated[Call, may("lessons:write")]) -> Response:
    command = FoundFamily(
        title=body.title,
        product=body.product,
        department=body.department,
        category=body.category,
        root_cause=body.root_cause,
        complaint_ids=body.complaint_ids,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: found_family(command, tx),
        show=FamilyRef.model_validate,
        status=201,
        location=lambda family: f"/v1/families/{family.id}",
    )


@router.get(
    "/v1/families",
    name="list_families",
    response_model=Listed[FamilyItem],
    responses=problems(422),
    summary="Families, newest first, each with its latest corrective action",
)
async def list_families(
    call: Annotated[Call, may("complaints:read")],
    part: PageQuery,
    status: FamilyStatus | None = None,
    overdue: Annotated[bool | None, Query(description="Whether a corrective action is past its day")] = None,
) -> Response:
    after = after_id(part)
    filters = Filters(status=status, overdue=overdue)
    return await call.read(
        lambda tx: family_list(
            filters, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after, now=call.now
        ),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.get(
    "/v1/families/{family_id}",
    name="read_family",
    response_model=FamilyOut,
    responses=problems(404, 422),
    summary="One family: its cause, what is done about it, what it taught",
)
async def read_family(family_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    return await call.read(
        lambda tx: family_view(family_id, tx, actor=actor_of(call.principal), now=call.now), ages=True
    )


@router.patch(
    "/v1/families/{family_id}",
    name="change_family",
    response_model=FamilyRef,
    responses=problems(404, 409, 412, 422, 428),
    summary="Change a family; its cause and category reach its complaints",
)
async def change(family_id: UUID, body: FamilyChangeIn, call: Annotated[Call, may("lessons:write")]) -> Response:
    wanted = FamilyChange(
        given=frozenset(body.model_fields_set),
        title=body.title,
        product=body.product,
        department=body.department,
        category=body.category,
        root_cause=body.root_cause,
    )
    command = ChangeFamily(
        family_id=family_id,
        wanted=wanted,
        expected_version=call.require_match(),
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: change_family(command, tx), show=FamilyRef.model_validate)
