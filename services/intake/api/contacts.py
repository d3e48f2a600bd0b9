"""Every contact with the customer about a complaint, and how long they waited (IN-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.contacts_bodies import ContactIn, ContactLoggedOut, ContactLogOut, WaitingOut
from services.intake.api.cursors import after_id
from services.intake.api.finding_bodies import FindingOut
from services.intake.commands.log_contact import LogContact, log_contact
from services.intake.domain.contact import Contact
from services.intake.domain.wording.finding import Finding
from services.intake.queries.contacts import contact_list, waiting
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["contacts"])


@router.post(
    "/v1/complaints/{complaint_id}/contacts",
    name="log_contact",
    status_code=201,
    response_model=ContactLoggedOut,
    responses=problems(404, 422),
    summary="Log a contact; the first that goes out is the first answer",
)
async def log(complaint_id: UUID, body: ContactIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = LogContact(
        complaint_id=complaint_id,
        direction=body.direction,
        channel=body.channel,
        at=body.at,
        minutes_waited=body.minutes_waited,
        said=body.said,
        outcome=body.outcome,
        what_it_took=body.what_it_took,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: log_contact(command, tx),
        show=_logged,
        status=201,
        location=lambda _: f"/v1/complaints/{complaint_id}/contacts",
    )


@router.get(
    "/v1/complaints/{complaint_id}/contacts",
    name="list_contacts",
    response_model=Listed[ContactLogOut],
    responses=problems(404, 422),
    summary="All contacts about the complaint, in the order in which they were logged",
)
async def list_contacts(complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: contact_list(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.get(
    "/v1/complaints/{complaint_id}/waiting",
    name="read_waiting",
    response_model=WaitingOut,
    responses=problems(404, 422),
    summary="How long the customer waited: for a first answer, and in all contacts together",
)
async def read_waiting(complaint_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    return await call.read(lambda tx: waiting(complaint_id, tx, actor=actor_of(call.principal)))


def _logged(done: tuple[Contact, Sequence[Finding]]) -> ContactLoggedOut:
    contact, warnings = done
    return ContactLoggedOut(**asdict(contact), wording=[FindingOut.model_validate(one) for one in warnings])
