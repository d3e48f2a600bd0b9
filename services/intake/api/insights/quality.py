"""`/v1/insights/quality`: quality beside speed, never speed alone (IN-22)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from services.intake.api.insights.asked import Asked, By, InsightOut, label, subtitle
from services.intake.queries.insights.quality import quality_view
from shared.charts.bars import Bars, Row, bars
from shared.charts.labels import number, percent, span
from shared.http.call import Call
from shared.http.insights import Ask, Insight
from shared.http.schemas import Out


class QualityAsked(Asked):
    """By what, and how many values at most."""

    by: By = By.DEPARTMENT
    limit: int = Field(default=20, ge=1, le=30, description="Values at most: those with the most complaints")


class QualityFigures(Out):
    """How fast and how well."""

    complaints: int
    median_hours_to_first_answer: float | None
    p90_hours_to_first_answer: float | None
    mean_hours_to_first_answer: float | None
    median_hours_to_resolution: float | None
    mean_hours_to_resolution: float | None
    resolved_once: int
    confirmed_rate: float | None
    reopened_rate: float | None
    late_rate: float | None
    promise_broken_rate: float | None


class QualityRow(QualityFigures):
    """Of one value."""

    value: str | None


class QualityTotals(QualityFigures):
    """Of all values together."""

    values: int


class QualityOut(InsightOut):
    """Those with the most complaints first: no order of merit."""

    by: By
    totals: QualityTotals
    rows: list[QualityRow]


def _ask(asked: QualityAsked, call: Call) -> Ask:
    period = asked.period(call)
    return lambda tx: quality_view(asked.by.dimension, period, tx, limit=asked.limit)


def _draw(view: dict[str, Any]) -> str:
    everything = [view["totals"]] if view["rows"] else []
    rows = [
        Row(
            label=label(row["value"]) if "value" in row else "All together",
            values=(
                row["median_hours_to_first_answer"],
                row["median_hours_to_resolution"],
                row["confirmed_rate"],
                row["reopened_rate"],
            ),
            words=(
                span(row["median_hours_to_first_answer"]),
                span(row["median_hours_to_resolution"]),
                percent(row["confirmed_rate"]),
                percent(row["reopened_rate"]),
            ),
            strong="value" not in row,
        )
        for row in [*everything, *view["rows"]]
    ]
    left_out = view["totals"]["values"] - len(view["rows"])
    note = "Confirmed and reopened: of those for which a resolution was given."
    if left_out > 0:
        note += f" Not drawn: {number(left_out)} more values with fewer complaints."
    return bars(
        Bars(
            title=f"Speed and quality by {view['by']}",
            subtitle=subtitle(view),
            columns=("median to first answer", "median to resolution", "confirmed solved", "reopened"),
            rows=rows,
            note=note if rows else "",
            tops=(None, None, 1.0, 1.0),
        )
    )


QUALITY = Insight(
    name="quality",
    summary="Speed and quality beside each other, by department, product, cause ...",
    asked=QualityAsked,
    answer=QualityOut,
    ask=_ask,
    columns=("value", *QualityFigures.model_fields),
    draw=_draw,
)
