"""Which complaints are in a family, and which may belong to it (IN-21)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.api.family_bodies import FamilyRef, MemberIn, MemberOut
from services.intake.api.likeness import place_after, place_of
from services.intake.api.likeness_bodies import Alike
from services.intake.commands.add_members import AddMembers, add_members
from services.intake.commands.remove_member import RemoveMember, remove_member
from services.intake.domain.family import HowAdded
from services.intake.queries.families import member_list
from services.intake.queries.family_suggestions import family_suggestions
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["families"])


@router.get(
    "/v1/families/{family_id}/members",
    name="list_family_members",
    response_model=Listed[MemberOut],
    responses=problems(404, 422),
    summary="The family's complaints that you may see, oldest first",
)
async def list_members(family_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: member_list(family_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.get(
    "/v1/families/{family_id}/suggestions",
    name="list_family_suggestions",
    response_model=Listed[Alike],
    responses=problems(404, 422),
    summary="Complaints that may belong to the family, best first, with why; you confirm",
)
async def list_suggestions(family_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery) -> Response:
    place = place_after(part)
    return await call.read(
        lambda tx: family_suggestions(family_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, place=place),
        show=lambda views: page(views, limit=part.limit, key=place_of),
    )


@router.post(
    "/v1/families/{family_id}/members",
    name="add_family_member",
    status_code=201,
    response_model=FamilyRef,
    responses=problems(404, 409, 422),
    summary="Put a complaint into the family, which it follows from then on",
)
async def add(family_id: UUID, body: MemberIn, call: Annotated[Call, may("lessons:write")]) -> Response:
    command = AddMembers(
        family_id=family_id,
        complaint_ids=[body.complaint_id],
        how=HowAdded.SUGGESTED if body.suggested else HowAdded.BY_HAND,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: add_members(command, tx),
        show=FamilyRef.model_validate,
        status=201,
        location=lambda _: f"/v1/families/{family_id}/members",
    )


@router.delete(
    "/v1/families/{family_id}/members/{complaint_id}",
    name="remove_family_member",
    response_model=FamilyRef,
    responses=problems(404, 409, 422),
    summary="Take a complaint out of the family",
)
async def remove(family_id: UUID, complaint_id: UUID, call: Annotated[Call, may("lessons:write")]) -> Response:
    command = RemoveMember(family_id=family_id, complaint_id=complaint_id, actor=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: remove_member(command, tx), show=FamilyRef.model_validate)
