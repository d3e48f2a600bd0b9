"""How many dissatisfied customers stand behind those who complain: the TARP estimate (IN-22)."""

from __future__ import annotations

from fractions import Fraction

from services.intake.domain.period import Period
from services.intake.domain.tarp import Assumptions, estimate
from services.intake.queries.insights import kept
from services.intake.queries.insights.kept import Chosen
from services.intake.queries.insights.view import View, shown, view
from shared.messaging.transaction import Transaction

MEANINGS: dict[str, str] = {
    "complained": "Complaints recorded, less those that were merged into another: counted, not estimated.",
    "dissatisfied": "All who had reason to complain: complaints / (1 - never_complain).",
    "silent": "Of these, the ones who never said it to us: dissatisfied - complained.",
    "lost": "Of the silent, the ones who don't come back: silent x dont_return.",
    "people_told": "Whom the dissatisfied tell, on average: dissatisfied x each_tells.",
    "telling_many": "Of the dissatisfied, the ones who tell tell_many people or more: dissatisfied x tell_many_share.",
    "told_by_those": "Whom these tell at least: telling_many x tell_many.",
}


async def silent_view(chosen: Chosen, assumed: Assumptions, period: Period, tx: Transaction) -> View:
    """An order of magnitude, and the assumptions that it stands on."""
    figures = await kept.total(chosen, period, tx)
    found = estimate(figures.complaints, assumed)
    people = {
        "complained": Fraction(found.complaints),
        "dissatisfied": found.dissatisfied,
        "silent": found.silent,
        "lost": found.lost,
        "people_told": found.people_told,
        "telling_many": found.telling_many,
        "told_by_those": found.told_by_those,
    }
    return view(
        "silent-complainers",
        period=period,
        as_of=await kept.as_of(tx),
        by=chosen.dimension.value,
        value=shown(chosen.value),
        assumptions={
            "never_complain": str(assumed.never_complain),
            "dont_return": str(assumed.dont_return),
            "each_tells": str(assumed.each_tells),
            "tell_many_share": str(assumed.tell_many_share),
            "tell_many": str(assumed.tell_many),
        },
        rows=[{"stage": stage, "people": round(count)} for stage, count in people.items()],
        more={
            "estimate": (
                "After TARP's studies of dissatisfied customers. It tells an order of magnitude, not a measurement: "
                "replace the assumptions by what you know of your own customers."
            ),
            "stage": "From those who complained to those whom the dissatisfied tell.",
            "people": "How many, rounded to whole people.",
            **{f"stage {stage}": meaning for stage, meaning in MEANINGS.items()},
        },
    )
