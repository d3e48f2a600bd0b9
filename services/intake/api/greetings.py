"""The greeting card of a customer, and the notes that it shows (IN-4)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.api.greetings_bodies import GreetingOut, NoteIn, NoteOut
from services.intake.commands.note_customer import ForgetNote, NoteCustomer, forget_note, note_customer
from services.intake.queries.customer_greeting import complaint_greeting, customer_greeting
from services.intake.queries.customer_notes import note_list
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["greetings"])


@router.get(
    "/v1/customers/{customer_id}/greeting",
    name="greet_customer",
    response_model=GreetingOut,
    responses=problems(404, 422),
    summary="How to greet a customer, and what happened before",
)
async def greet_customer(customer_id: UUID, call: Annotated[Call, may("customers:read")]) -> Response:
    actor, today = actor_of(call.principal), call.now.date()
    return await call.read(lambda tx: customer_greeting(customer_id, tx, actor=actor, today=today))


@router.get(
    "/v1/complaints/{complaint_id}/greeting",
    name="greet_about_complaint",
    response_model=GreetingOut,
    responses=problems(404, 422),
    summary="How to greet a complaint's customer, and what happened before it",
)
async def greet_about_complaint(complaint_id: UUID, call: Annotated[Call, may("customers:read")]) -> Response:
    actor, today = actor_of(call.principal), call.now.date()
    return await call.read(lambda tx: complaint_greeting(complaint_id, tx, actor=actor, today=today))


@router.post(
    "/v1/customers/{customer_id}/notes",
    name="note_customer",
    status_code=201,
    response_model=NoteOut,
    responses=problems(404, 409, 422),
    summary="Note something worth asking about next time",
)
async def note(customer_id: UUID, body: NoteIn, call: Annotated[Call, may("customers:write")]) -> Response:
    command = NoteCustomer(
        customer_id=customer_id,
        text=body.text,
        ask_about_on=body.ask_about_on,
        expires_on=body.expires_on,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: note_customer(command, tx),
        show=NoteOut.model_validate,
        status=201,
        location=lambda _: f"/v1/customers/{customer_id}/notes",
    )


@router.get(
    "/v1/customers/{customer_id}/notes",
    name="list_customer_notes",
    response_model=Listed[NoteOut],
    responses=problems(404, 422),
    summary="All notes about a customer, newest first",
)
async def list_notes(customer_id: UUID, call: Annotated[Call, may("customers:read")], part: PageQuery) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: note_list(customer_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.delete(
    "/v1/customers/{customer_id}/notes/{note_id}",
    name="forget_customer_note",
    status_code=204,
    responses=problems(404, 422),
    summary="Delete a note for good",
)
async def forget(customer_id: UUID, note_id: UUID, call: Annotated[Call, may("customers:write")]) -> Response:
    command = ForgetNote(customer_id=customer_id, note_id=note_id, actor=actor_of(call.principal))
    return await call.once(lambda tx: forget_note(command, tx), show=lambda _: None, status=204)
