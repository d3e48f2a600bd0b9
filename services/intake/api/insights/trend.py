"""`/v1/insights/trend`: complaints over time (IN-22)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from services.intake.api.insights.asked import AskedOfOne, InsightOut, settings_of, subtitle
from services.intake.domain.dimension import GRAINS, WEEKLY, Grain
from services.intake.domain.hours import deadline
from services.intake.queries.insights.trend import trend_view
from shared.charts.lines import Lines, Series, lines
from shared.http.call import Call
from shared.http.insights import Ask, Insight
from shared.http.schemas import Out
from shared.kernel.errors import FieldError, Invalid

_DRAWN = ("recorded", "resolved", "closed", "reopened", "late_first_answers")


class NotCountedByWeek(Invalid):
    slug = "not-counted-by-week"
    title = f"By week only these are counted: {', '.join(sorted(WEEKLY))}"


class Per(StrEnum):
    """How long the stretches of a trend are."""

    MONTH = Grain.MONTH.value
    WEEK = Grain.WEEK.value


class TrendAsked(AskedOfOne):
    """By month or by week, and when a first answer is late."""

    per: Per = Per.MONTH
    within_hours: float | None = Field(
        default=None, gt=0, le=10_000, description="A first answer that took as long is late; else as the settings say"
    )


class TrendRow(Out):
    """One month or week."""

    starts_on: str
    recorded: int
    merged: int
    resolved: int
    reopened: int
    closed: int
    answered: int
    unanswered: int
    late_first_answers: int
    late: int
    broken_promises: int
    median_hours_to_first_answer: float | None
    median_hours_to_resolution: float | None


class TrendOut(InsightOut):
    """In order of time, without gaps."""

    per: Per
    by: str
    value: str | None
    within_hours: float
    rows: list[TrendRow]


def _ask(asked: TrendAsked, call: Call) -> Ask:
    period, chosen = asked.period(call), asked.chosen()
    grain = Grain(asked.per.value)
    if grain not in GRAINS[chosen.dimension]:
        raise NotCountedByWeek(fields=(FieldError("per", NotCountedByWeek.title),))
    within = asked.within_hours or settings_of(call).first_answer_within_hours
    deadline(within)
    return lambda tx: trend_view(chosen, grain, period, tx, within_hours=within)


def _draw(view: dict[str, Any]) -> str:
    rows, monthly = view["rows"], view["per"] == Per.MONTH
    nothing = not any(row["recorded"] for row in rows)
    return lines(
        Lines(
            title=f"Complaints by {view['per']} in which they reached us",
            subtitle=subtitle(view),
            stretches=[row["starts_on"][:7] if monthly else row["starts_on"] for row in rows],
            series=[Series(name.replace("_", " "), tuple(row[name] for row in rows)) for name in _DRAWN],
            note=""
            if nothing
            else f"Late: first answered after {view['within_hours']:g} h or more. "
            "What became of recent complaints still changes.",
        )
    )


TREND = Insight(
    name="trend",
    summary="Complaints by month or week, and what became of them",
    asked=TrendAsked,
    answer=TrendOut,
    ask=_ask,
    columns=tuple(TrendRow.model_fields),
    draw=_draw,
)
