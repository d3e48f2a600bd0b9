"""How many complaints reach us, and what became of each month's or week's (IN-22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from services.intake.domain import hours as times
from services.intake.domain.dimension import Grain
from services.intake.domain.figures import Figures
from services.intake.domain.period import Period, shifted
from services.intake.queries.insights import kept
from services.intake.queries.insights.kept import Chosen, Hours
from services.intake.queries.insights.view import View, rounded, shown, view
from shared.messaging.transaction import Transaction


async def trend_view(chosen: Chosen, grain: Grain, period: Period, tx: Transaction, *, within_hours: float) -> View:
    """A row for every month or week of the period, those without a complaint included."""
    figures = await kept.by_time(chosen, grain, period, tx)
    hours = await kept.hours_by_time(chosen, grain, period, tx)
    return view(
        "trend",
        period=period,
        as_of=await kept.as_of(tx),
        per=grain.value,
        by=chosen.dimension.value,
        value=shown(chosen.value),
        within_hours=within_hours,
        rows=[
            _row(begin, figures.get(begin, Figures()), hours.get(begin, Hours()), within_hours)
            for begin in _stretches(grain, period)
        ],
        defined=(
            "recorded",
            "merged",
            "resolved",
            "reopened",
            "closed",
            "answered",
            "unanswered",
            "late_first_answers",
            "late",
            "broken_promises",
            "median_hours_to_first_answer",
            "median_hours_to_resolution",
        ),
        more={"starts_on": "The first day of the month, or the Monday of the week; weeks at the edges are whole."},
    )


def _row(begin: date, figures: Figures, hours: Hours, within_hours: float) -> dict[str, object]:
    return {
        "starts_on": begin.isoformat(),
        "recorded": figures.recorded,
        "merged": figures.merged,
        "resolved": figures.resolved,
        "reopened": figures.reopened,
        "closed": figures.closed,
        "answered": figures.answered,
        "unanswered": figures.unanswered,
        "late_first_answers": times.at_least(hours.answered, hours=within_hours),
        "late": figures.late,
        "broken_promises": figures.broken_promises,
        "median_hours_to_first_answer": rounded(times.quantile(hours.answered, 0.5)),
        "median_hours_to_resolution": rounded(times.quantile(hours.resolved, 0.5)),
    }


def _stretches(grain: Grain, period: Period) -> Iterator[date]:
    begin = period.first if grain is Grain.MONTH else period.first_week
    while begin < period.ends_before:
        yield begin
        begin = shifted(begin, 1) if grain is Grain.MONTH else begin + timedelta(days=7)
