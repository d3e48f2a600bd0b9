"""How fast, and how well: the two stand beside each other, because fast alone is easily had (IN-22)."""

from __future__ import annotations

from services.intake.domain import hours as times
from services.intake.domain.dimension import Dimension
from services.intake.domain.figures import Figures, share
from services.intake.domain.period import Period
from services.intake.queries.insights import kept
from services.intake.queries.insights.kept import Chosen, Hours
from services.intake.queries.insights.view import View, rounded, shown, view
from shared.messaging.transaction import Transaction

SPEED = (
    "median_hours_to_first_answer",
    "p90_hours_to_first_answer",
    "mean_hours_to_first_answer",
    "median_hours_to_resolution",
    "mean_hours_to_resolution",
)
QUALITY = ("resolved_once", "confirmed_rate", "reopened_rate", "late_rate", "promise_broken_rate")
SUMMED = (
    "recorded",
    "merged",
    "resolved_once",
    "confirmed",
    "reopened",
    "late",
    "promise_broken",
    "answered",
    "answer_seconds",
    "timed",
    "resolution_seconds",
)
"""What SPEED and QUALITY of a value are told from, besides its histograms."""


async def quality_view(dimension: Dimension, period: Period, tx: Transaction, *, limit: int) -> View:
    """The values with the most complaints, at most `limit`; they are not ordered by how well they do."""
    total = await kept.total(Chosen(), period, tx)
    hours = await kept.hours(Dimension.ALL, [Chosen().value], period, tx)
    largest, known = await kept.top(dimension, period, tx, limit=limit, of=SUMMED)
    found = await kept.hours(dimension, [value for value, _ in largest], period, tx)
    return view(
        "quality",
        period=period,
        as_of=await kept.as_of(tx),
        by=dimension.value,
        totals={"values": known, **_figures(total, hours.get(Chosen().value, Hours()))},
        rows=[{"value": shown(value), **_figures(one, found.get(value, Hours()))} for value, one in largest],
        defined=("value", "complaints", *SPEED, *QUALITY),
    )


def _figures(figures: Figures, hours: Hours) -> dict[str, object]:
    return {
        "complaints": figures.complaints,
        "median_hours_to_first_answer": rounded(times.quantile(hours.answered, 0.5)),
        "p90_hours_to_first_answer": rounded(times.quantile(hours.answered, 0.9)),
        "mean_hours_to_first_answer": rounded(figures.mean_hours_to_answer),
        "median_hours_to_resolution": rounded(times.quantile(hours.resolved, 0.5)),
        "mean_hours_to_resolution": rounded(figures.mean_hours_to_resolution),
        "resolved_once": figures.resolved_once,
        "confirmed_rate": figures.confirmed_rate,
        "reopened_rate": figures.reopened_rate,
        "late_rate": share(figures.late, figures.complaints),
        "promise_broken_rate": share(figures.promise_broken, figures.complaints),
    }
