"""Possible matches of a customer, and merging and un-merging by hand (IN-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.customers_bodies import CustomerMergeIn, MatchesOut, MergeStepOut, UnmergeIn
from services.intake.commands.merge_customers import MergeCustomers, merge_customers
from services.intake.commands.unmerge_customer import UnmergeCustomer, unmerge_customer
from services.intake.queries.customer_matches import customer_matches
from services.intake.storage.customer_merges import MergeStep
from shared.http.call import Call, may
from shared.http.problems import problems

router = APIRouter(tags=["customers"])


@router.get(
    "/v1/customers/{customer_id}/matches",
    name="list_customer_matches",
    response_model=MatchesOut,
    responses=problems(404, 422),
    summary="Who may be the same person, and why",
)
async def matches(customer_id: UUID, call: Annotated[Call, may("customers:read")]) -> Response:
    return await call.read(
        lambda tx: customer_matches(customer_id, tx, actor=actor_of(call.principal)),
        show=lambda found: {"matches": found},
    )


@router.post(
    "/v1/customers/{customer_id}/merge",
    name="merge_customer",
    response_model=MergeStepOut,
    responses=problems(404, 409, 422),
    summary="Merge this record into another: they are one person",
)
async def merge(customer_id: UUID, body: CustomerMergeIn, call: Annotated[Call, may("customers:write")]) -> Response:
    command = MergeCustomers(
        customer_id=customer_id,
        into=body.into,
        reason=body.reason,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: merge_customers(command, tx), show=_step)


@router.post(
    "/v1/customers/{customer_id}/unmerge",
    name="unmerge_customer",
    response_model=MergeStepOut,
    responses=problems(404, 409, 422),
    summary="Take the merge of this record back: they are two people after all",
)
async def unmerge(customer_id: UUID, body: UnmergeIn, call: Annotated[Call, may("customers:write")]) -> Response:
    command = UnmergeCustomer(customer_id=customer_id, reason=body.reason, actor=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: unmerge_customer(command, tx), show=_step)


def _step(step: MergeStep) -> MergeStepOut:
    """How many moved, not which: some may be another team's."""
    return MergeStepOut(
        id=step.id,
        step=step.step,
        customer_id=step.customer_id,
        other_id=step.other_id,
        complaints_moved=len(step.complaint_ids),
        reason=step.reason,
        done_by=step.done_by,
        done_at=step.done_at,
    )
