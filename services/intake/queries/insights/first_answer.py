"""How long customers wait until they first hear from us, and how many still wait (IN-15)."""

from __future__ import annotations

from itertools import pairwise

from services.intake.domain import hours as times
from services.intake.domain.figures import share
from services.intake.domain.period import Period
from services.intake.queries.insights import kept
from services.intake.queries.insights.kept import Chosen, Hours
from services.intake.queries.insights.view import View, rounded, shown, view
from shared.messaging.transaction import Transaction

DEADLINES: tuple[float, ...] = (1, 4, 8, 24, 48, 72, 168)
"""Hours at which the brackets end."""


async def first_answer_view(chosen: Chosen, period: Period, tx: Transaction, *, within_hours: float) -> View:
    """A row per bracket, always all of them; the last ones are those who still wait or were never answered."""
    figures = await kept.total(chosen, period, tx)
    hours = (await kept.hours(chosen.dimension, [chosen.value], period, tx)).get(chosen.value, Hours()).answered
    brackets = zip(_names(), times.spread(hours, hours=DEADLINES), strict=True)
    never = figures.complaints - figures.answered - figures.unanswered
    rows = [*brackets, ("still waiting", figures.unanswered), ("ended without an answer", never)]
    return view(
        "first-answer",
        period=period,
        as_of=await kept.as_of(tx),
        by=chosen.dimension.value,
        value=shown(chosen.value),
        within_hours=within_hours,
        totals={
            "complaints": figures.complaints,
            "answered": figures.answered,
            "unanswered": figures.unanswered,
            "late_first_answers": times.at_least(hours, hours=within_hours),
            "median_hours_to_first_answer": rounded(times.quantile(hours, 0.5)),
            "p90_hours_to_first_answer": rounded(times.quantile(hours, 0.9)),
            "mean_hours_to_first_answer": rounded(figures.mean_hours_to_answer),
        },
        rows=[
            {"bracket": bracket, "count": count, "share": share(count, figures.complaints)} for bracket, count in rows
        ],
        defined=(
            "complaints",
            "answered",
            "unanswered",
            "late_first_answers",
            "median_hours_to_first_answer",
            "p90_hours_to_first_answer",
            "mean_hours_to_first_answer",
        ),
        more={
            "bracket": "How long it took from the moment at which it reached us; counts of brackets are exact.",
            "count": "Complaints in this bracket; each complaint is in exactly one.",
            "share": "This count as a share of the complaints.",
            "ended without an answer": "Resolved, closed or parted, and no first answer was noted.",
        },
    )


def _names() -> list[str]:
    first, last = DEADLINES[0], DEADLINES[-1]
    between = [f"{_told(begin)} to {_told(end)}" for begin, end in pairwise(DEADLINES)]
    return [f"under {_told(first)}", *between, f"{_told(last)} or more"]


def _told(hours: float) -> str:
    return f"{hours / 24:g} d" if hours >= 48 else f"{hours:g} h"
