"""What became of the complaints of a period: each has exactly one outcome at a time (IN-22)."""

from __future__ import annotations

from services.intake.domain.figures import Figures, share
from services.intake.domain.period import Period
from services.intake.queries.insights import kept
from services.intake.queries.insights.kept import Chosen
from services.intake.queries.insights.view import View, shown, view
from shared.messaging.transaction import Transaction

MEANINGS: dict[str, str] = {
    "confirmed": "Closed: the customer said that it is solved.",
    "silence": "Closed: the customer was asked whether it is solved and did not answer in time.",
    "awaiting_word": "Resolved: a resolution was given, and the customer has not said yet whether it is solved.",
    "open": "Not resolved yet, for the first time.",
    "reopened": "Open again: the customer said that it was not solved.",
    "parted": "Ended with respect by a manager's decision; the customer could not be satisfied.",
    "merged": "Told before: it goes on as another complaint, and its outcome is counted there.",
}


async def outcomes_view(chosen: Chosen, period: Period, tx: Transaction) -> View:
    """Seven outcomes, always all of them, that add up to what was recorded."""
    total = await kept.total(chosen, period, tx)
    return view(
        "outcomes",
        period=period,
        as_of=await kept.as_of(tx),
        by=chosen.dimension.value,
        value=shown(chosen.value),
        totals={
            "recorded": total.recorded,
            "resolved": total.resolved,
            "not_resolved": total.still_open + total.parted,
            "reopened": total.reopened,
            "reopenings": total.reopenings,
            "confirmed_rate": total.confirmed_rate,
        },
        rows=[
            {"outcome": outcome, "count": count, "share": share(count, total.recorded)}
            for outcome, count in _counts(total).items()
        ],
        defined=("recorded", "resolved", "reopened", "confirmed_rate"),
        more={
            "not_resolved": "Open for the first time, open again, or parted.",
            "reopenings": "How often complaints were reopened, all times together.",
            "outcome": "What became of a complaint up to now; each has exactly one.",
            "count": "Complaints with this outcome now.",
            "share": "This count as a share of what was recorded.",
            **{f"outcome {outcome}": meaning for outcome, meaning in MEANINGS.items()},
        },
    )


def _counts(figures: Figures) -> dict[str, int]:
    return {
        "confirmed": figures.confirmed,
        "silence": figures.by_silence,
        "awaiting_word": figures.awaiting_word,
        "open": figures.still_open - figures.open_again,
        "reopened": figures.open_again,
        "parted": figures.parted,
        "merged": figures.merged,
    }
