"""Links: to orders, products, branches, people; and the complaints behind one of these (IN-5)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.api.links_bodies import LinkedComplaintOut, LinkIn, LinkOut
from services.intake.commands.link_complaint import LinkComplaint, UnlinkComplaint, link_complaint, unlink_complaint
from services.intake.domain.link import LinkKind
from services.intake.queries.links import link_list, linked_complaints
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.http.schemas import Text

router = APIRouter(tags=["links"])


@router.post(
    "/v1/complaints/{complaint_id}/links",
    name="link_complaint",
    status_code=201,
    response_model=LinkOut,
    responses=problems(404, 409, 422),
    summary="Say what the complaint is about: an order, a product, a branch, a person",
)
async def link(complaint_id: UUID, body: LinkIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = LinkComplaint(
        complaint_id=complaint_id,
        kind=body.kind,
        reference=body.reference,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: link_complaint(command, tx),
        show=LinkOut.model_validate,
        status=201,
        location=lambda one: f"/v1/complaints/{complaint_id}/links/{one.id}",
    )


@router.get(
    "/v1/complaints/{complaint_id}/links",
    name="list_links",
    response_model=Listed[LinkOut],
    responses=problems(404, 422),
    summary="What the complaint is linked to, oldest first",
)
async def list_links(complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: link_list(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.delete(
    "/v1/complaints/{complaint_id}/links/{link_id}",
    name="unlink_complaint",
    status_code=204,
    responses=problems(404, 422),
    summary="Take a link out; that it was there is kept",
)
async def unlink(complaint_id: UUID, link_id: UUID, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = UnlinkComplaint(complaint_id=complaint_id, link_id=link_id, actor=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: unlink_complaint(command, tx), show=lambda _: None, status=204)


@router.get(
    "/v1/linked-complaints",
    name="list_linked_complaints",
    response_model=Listed[LinkedComplaintOut],
    responses=problems(422),
    summary="Complaints that you may see about one order, product, person and so on, newest first",
)
async def list_linked_complaints(
    call: Annotated[Call, may("complaints:read")],
    part: PageQuery,
    kind: LinkKind,
    reference: Annotated[str, Text(200), Query(description="As it was linked; for staff a staff id")],
) -> Response:
    after = after_id(part)
    actor = actor_of(call.principal)
    return await call.read(
        lambda tx: linked_complaints(kind, reference, tx, actor=actor, limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )
