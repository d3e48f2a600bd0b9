"""/v1/budgets and spends: money to win customers back, spent without asking anybody (RO-9)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.budgets_bodies import (
    BudgetRuleIn,
    BudgetRuleOut,
    BudgetsOut,
    ReversalIn,
    SpendIn,
    SpendOut,
    SpentOut,
)
from services.routing.commands.add_budget_rule import AddBudgetRule, add_budget_rule
from services.routing.commands.reverse_spend import ReverseSpend, reverse_spend
from services.routing.commands.spend_budget import SpendBudget, spend_budget
from services.routing.domain.budget import day_of
from services.routing.queries.budgets_view import (
    BudgetsOf,
    ListBudgets,
    list_budget_rules,
    list_budgets,
    spend_view,
    spends_of_case,
)
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, Page, PageQuery, after, page
from shared.http.problems import problems
from shared.kernel.ids import new_id

router = APIRouter(tags=["budgets"])
OTHERS = ("budgets:write", "insights:read")
"""Whoever holds one of these sees the budgets of their teams; everybody else their own."""


@router.get("/v1/budgets", response_model=Listed[BudgetsOut], responses=problems(422))
async def budget_list(
    call: Annotated[Call, may("budgets:read")],
    where: PageQuery,
    staff_id: UUID | None = None,
    department: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00-\x1f]+$")] = None,
    year: Annotated[int | None, Query(ge=1900, le=2999, description="left out: this year")] = None,
) -> Response:
    """What people may spend in a year and what of it is left: one's own, or of one's teams."""
    settings: RoutingSettings = call.context.settings
    today = day_of(call.now, settings.company_zone)
    query = ListBudgets(
        by=actor_of(call.principal),
        own_only=not any(scope in call.principal.scopes for scope in OTHERS),
        staff_id=staff_id,
        department=department,
        year=today.year if year is None else year,
        today=today,
        limit=where.limit,
    )
    return await call.read(
        lambda tx: list_budgets(query, tx, after=partial(after, where)), show=partial(_budgets, where)
    )


@router.post("/v1/budget-rules", status_code=201, response_model=BudgetRuleOut, responses=problems(403, 409, 422))
async def add_rule_for_budgets(body: BudgetRuleIn, call: Annotated[Call, may("budgets:write")]) -> Response:
    """Say how much a level may spend in a year, from a day on. What was granted before stays in its year."""
    command = AddBudgetRule(rule=body.rule(new_id()), by=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: add_budget_rule(command, tx), show=BudgetRuleOut.of, status=201)


@router.get("/v1/budget-rules", response_model=Listed[BudgetRuleOut], responses=problems(422))
async def budget_rule_list(call: Annotated[Call, may("budgets:read")], where: PageQuery) -> Response:
    """By which rules budgets are granted, the latest written first."""
    return await call.read(
        lambda tx: list_budget_rules(tx, limit=where.limit, after=partial(after, where)),
        show=lambda found: page(
            [BudgetRuleOut.of(rule) for rule in found], limit=where.limit, key=lambda rule: (rule.id,)
        ),
    )


@router.post(
    "/v1/cases/{complaint_id}/spends",
    status_code=201,
    response_model=SpentOut,
    responses=problems(403, 404, 409, 422, 428),
)
async def spend_on_case(complaint_id: UUID, body: SpendIn, call: Annotated[Call, may("budgets:spend")]) -> Response:
    """Spend of one's budget on a case, and ask nobody. An Idempotency-Key is needed: asking again spends once."""
    settings: RoutingSettings = call.context.settings
    command = SpendBudget(
        complaint_id=complaint_id,
        staff_id=body.staff_id,
        amount=body.money(),
        what=body.what,
        why=body.why,
        key=call.idempotency_key,
        by=actor_of(call.principal),
        zone=settings.company_zone,
        now=call.now,
    )
    return await call.once(
        lambda tx: spend_budget(command, tx),
        show=SpentOut.after,
        status=201,
        location=lambda spent: f"/v1/spends/{spent.spend.id}",
    )


@router.get("/v1/cases/{complaint_id}/spends", response_model=Listed[SpendOut], responses=problems(404, 422))
async def spends_in_case(complaint_id: UUID, call: Annotated[Call, may("budgets:read")], where: PageQuery) -> Response:
    """What was spent on a case, the first one first."""
    by, following = actor_of(call.principal), partial(after, where, descending=False)
    return await call.read(
        lambda tx: spends_of_case(complaint_id, tx, by=by, limit=where.limit, after=following),
        show=lambda found: page(
            [SpendOut.of(one) for one in found], limit=where.limit, key=lambda one: (one.spent_at, one.id)
        ),
    )


@router.get("/v1/spends/{spend_id}", response_model=SpendOut, responses=problems(404))
async def spend_detail(spend_id: UUID, call: Annotated[Call, may("budgets:read")]) -> Response:
    """What was spent, and whether it was put right."""
    by = actor_of(call.principal)
    return await call.read(lambda tx: spend_view(spend_id, tx, by=by), show=SpendOut.of)


@router.post(
    "/v1/spends/{spend_id}/reversal", response_model=SpentOut, responses=problems(403, 404, 409, 412, 422, 428)
)
async def put_spend_right(spend_id: UUID, body: ReversalIn, call: Annotated[Call, may("budgets:spend")]) -> Response:
    """It was not spent after all: the money is there again, in the year of which it was taken."""
    command = ReverseSpend(
        spend_id=spend_id,
        reason=body.reason,
        expected_version=call.require_match(),
        for_anybody="budgets:write" in call.principal.scopes,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: reverse_spend(command, tx), show=SpentOut.after)


def _budgets(where: Page, found: Sequence[BudgetsOf]) -> dict[str, Any]:
    shown = page(found, limit=where.limit, key=lambda one: (one.added_at, one.staff_id))
    return {**shown, "items": [BudgetsOut.of(one) for one in shown["items"]]}
