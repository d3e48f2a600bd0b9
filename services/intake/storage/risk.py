"""Complaints like one, counted within bounds, and the estimate from them as the JSON document of a row and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from services.intake.domain.lifecycle import Status
from services.intake.domain.risk import Likeness, Risk, customers_at_risk
from services.intake.domain.tarp import Assumptions
from services.intake.storage.tables import complaint as table
from shared.messaging.transaction import Transaction

WITHIN_DAYS = 365
_NEWEST = 5000
"""How many complaints of a department are looked through at most; beyond them the count is only a lower bound."""


async def risk(of: Likeness, tx: Transaction, *, assumed: Assumptions, now: datetime) -> Risk:
    """The estimate from the complaints like one in a year, in a time that does not grow with their number."""
    alike, at_least = await _count_alike(of, tx, now=now)
    return customers_at_risk(alike, assumed, at_least=at_least, within_days=WITHIN_DAYS)


async def _count_alike(of: Likeness, tx: Transaction, *, now: datetime) -> tuple[int, bool]:
    """How many were recorded within a year of `now`, and whether there may be more than were looked at.

    What is not known of this one narrows nothing; with nothing known there is only itself.
    """
    named = ((table.c.department, of.department), (table.c.product, of.product), (table.c.category, of.category))
    same = [(column, value) for column, value in named if value is not None]
    if not same:
        return 1, False
    columns = (table.c.recorded_at, table.c.status, *(column for column, _ in same))
    newest = select(*columns).order_by(table.c.id.desc()).limit(_NEWEST)
    if of.department is not None:
        # ix_complaint_department_id gives them in this order; without a department the primary key does.
        newest = newest.where(table.c.department == of.department)
    found = newest.subquery("newest")
    recent = found.c.recorded_at > now - timedelta(days=WITHIN_DAYS)
    alike = [found.c[column.name] == value for column, value in same]
    counted = select(
        func.count().filter(recent, *alike, found.c.status != Status.MERGED.value),
        func.count().filter(recent),
    )
    count, seen = tuple((await tx.execute(counted.select_from(found))).one())
    return max(1, count), seen >= _NEWEST


def risk_document(risk: Risk) -> dict[str, Any]:
    """The document; shares as text, so that none becomes a float."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(risk).items()}


def risk_of(document: Mapping[str, Any]) -> Risk:
    """The estimate in a row's document, as it was shown then."""
    shares = {name: Decimal(document[name]) for name in ("never_complain", "dont_return", "each_tells")}
    return Risk(**{**document, **shares})
