"""Customers (IN-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.answers import CustomerOut
from services.intake.queries.customer_view import customer_view
from shared.http.call import Call, may
from shared.http.problems import problems

router = APIRouter(tags=["customers"])


@router.get(
    "/v1/customers/{customer_id}",
    name="read_customer",
    response_model=CustomerOut,
    responses=problems(404, 422),
    summary="A customer",
)
async def read_customer(customer_id: UUID, call: Annotated[Call, may("customers:read")]) -> Response:
    return await call.read(lambda tx: customer_view(customer_id, tx, actor=actor_of(call.principal)))
