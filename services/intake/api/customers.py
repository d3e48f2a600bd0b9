"""Customers: read, find, correct (IN-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.api.customers_bodies import CustomerChangeOut, CustomerItem, CustomerOut, CustomerPatch
from services.intake.commands.correct_customer import CorrectCustomer, correct_customer
from services.intake.domain.identity import phone_e164
from services.intake.queries.customer_list import CustomerFilters, customer_list
from services.intake.queries.customer_view import change_list, customer_view
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["customers"])

_Number = Annotated[str | None, Query(min_length=1, max_length=100)]


@router.get(
    "/v1/customers",
    name="list_customers",
    response_model=Listed[CustomerItem],
    responses=problems(422),
    summary="Customers that you may see, newest first, by an identifier or words of the name",
)
async def list_customers(
    call: Annotated[Call, may("customers:read")],
    part: PageQuery,
    email: Annotated[str | None, Query(min_length=3, max_length=254)] = None,
    phone: Annotated[
        str | None, Query(min_length=1, max_length=40, description="In any spelling, with its country code")
    ] = None,
    account_number: _Number = None,
    username: _Number = None,
    name: Annotated[
        str | None,
        Query(min_length=2, max_length=200, description="Words, or their beginnings, without regard to accents"),
    ] = None,
) -> Response:
    filters = CustomerFilters(
        email=email,
        phone=None if phone is None else phone_e164(phone, at="phone"),
        account_number=account_number,
        username=username,
        name=name,
    )
    after = after_id(part)
    return await call.read(
        lambda tx: customer_list(filters, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.get(
    "/v1/customers/{customer_id}",
    name="read_customer",
    response_model=CustomerOut,
    responses=problems(404, 422),
    summary="A customer",
)
async def read_customer(customer_id: UUID, call: Annotated[Call, may("customers:read")]) -> Response:
    return await call.read(lambda tx: customer_view(customer_id, tx, actor=actor_of(call.principal)))


@router.patch(
    "/v1/customers/{customer_id}",
    name="correct_customer",
    response_model=CustomerOut,
    responses=problems(404, 409, 412, 422, 428),
    summary="Correct a customer's details; what they were is kept",
)
async def correct(customer_id: UUID, body: CustomerPatch, call: Annotated[Call, may("customers:write")]) -> Response:
    actor = actor_of(call.principal)
    command = CorrectCustomer(
        customer_id=customer_id,
        changes=body.changes(),
        expected_version=call.require_match(),
        actor=actor,
        now=call.now,
    )

    async def corrected(tx: Transaction) -> dict[str, object]:
        await correct_customer(command, tx)
        return await customer_view(customer_id, tx, actor=actor)

    return await call.once(corrected, show=CustomerOut.model_validate)


@router.get(
    "/v1/customers/{customer_id}/changes",
    name="list_customer_changes",
    response_model=Listed[CustomerChangeOut],
    responses=problems(404, 422),
    summary="What was corrected about a customer, newest first",
)
async def list_changes(customer_id: UUID, call: Annotated[Call, may("customers:read")], part: PageQuery) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: change_list(customer_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )
