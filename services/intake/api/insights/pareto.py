"""`/v1/insights/pareto`: the vital few (IN-22)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from services.intake.api.insights.asked import Asked, By, InsightOut, label, subtitle
from services.intake.queries.insights.pareto import pareto_view
from shared.charts.bars import Bars, Row, bars
from shared.charts.labels import number, percent
from shared.http.call import Call
from shared.http.insights import Ask, Insight
from shared.http.schemas import Out


class ParetoAsked(Asked):
    """By what, and how many values at most."""

    by: By = By.DEPARTMENT
    limit: int = Field(default=20, ge=1, le=200, description="Values at most; the rest is told as `others`")


class ParetoRow(Out):
    """One value."""

    value: str | None
    count: int
    share: float | None
    cumulative_share: float
    vital: bool
    resolved: int
    reopened: int


class ParetoTotals(Out):
    """All values together."""

    complaints: int
    resolved: int
    reopened: int
    values: int
    vital_values: int = Field(description="Among the rows shown")


class ParetoOthers(Out):
    """What `limit` cut off."""

    values: int
    count: int
    share: float | None


class ParetoOut(InsightOut):
    """The largest first."""

    by: By
    totals: ParetoTotals
    others: ParetoOthers
    rows: list[ParetoRow]


def _draw(view: dict[str, Any]) -> str:
    rows = [
        Row(
            label=label(row["value"]),
            values=(row["count"],),
            words=(number(row["count"]),),
            strong=row["vital"],
            cumulative=row["cumulative_share"],
        )
        for row in view["rows"]
    ]
    others, vital = view["others"], view["totals"]["vital_values"]
    note = f"Dark: the vital few ({vital}), together 80 % of complaints. Line: the share of all down to a row."
    if others["values"]:
        note += f" Not drawn: {number(others['values'])} more values with {percent(others['share'], digits=1)}."
    return bars(Bars(f"Complaints by {view['by']}", subtitle(view), ("complaints",), rows, note if rows else ""))


def _ask(asked: ParetoAsked, call: Call) -> Ask:
    period = asked.period(call)
    return lambda tx: pareto_view(asked.by.dimension, period, tx, limit=asked.limit)


PARETO = Insight(
    name="pareto",
    summary="Which departments, products, causes ... most complaints come from",
    asked=ParetoAsked,
    answer=ParetoOut,
    ask=_ask,
    columns=("value", "count", "share", "cumulative_share", "vital", "resolved", "reopened"),
    draw=_draw,
)
