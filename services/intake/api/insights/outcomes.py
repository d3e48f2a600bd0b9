"""`/v1/insights/outcomes`: what became of the complaints (IN-22)."""

from __future__ import annotations

from typing import Any

from services.intake.api.insights.asked import AskedOfOne, InsightOut, subtitle
from services.intake.queries.insights.outcomes import outcomes_view
from shared.charts.bars import Bars, Row, bars
from shared.charts.labels import number, percent
from shared.http.call import Call
from shared.http.insights import Ask, Insight
from shared.http.schemas import Out

_WORDS = {
    "confirmed": "closed: confirmed as solved",
    "silence": "closed: no answer",
    "awaiting_word": "resolved, word awaited",
    "open": "open, not resolved yet",
    "reopened": "open again: not solved",
    "parted": "parted",
    "merged": "merged into another",
}


class OutcomeRow(Out):
    """One outcome."""

    outcome: str
    count: int
    share: float | None


class OutcomesTotals(Out):
    """All outcomes together."""

    recorded: int
    resolved: int
    not_resolved: int
    reopened: int
    reopenings: int
    confirmed_rate: float | None


class OutcomesOut(InsightOut):
    """Every complaint has exactly one of them."""

    by: str
    value: str | None
    totals: OutcomesTotals
    rows: list[OutcomeRow]


def _ask(asked: AskedOfOne, call: Call) -> Ask:
    period, chosen = asked.period(call), asked.chosen()
    return lambda tx: outcomes_view(chosen, period, tx)


def _draw(view: dict[str, Any]) -> str:
    totals = view["totals"]
    rows = [
        Row(
            label=_WORDS[row["outcome"]],
            values=(row["count"],),
            words=(number(row["count"]),),
            strong=row["outcome"] == "confirmed",
        )
        for row in view["rows"]
    ]
    return bars(
        Bars(
            title="What became of the complaints",
            subtitle=subtitle(view),
            columns=(f"complaints, of {number(totals['recorded'])} recorded",),
            rows=rows if totals["recorded"] else (),
            note=f"Of those with a resolution {percent(totals['confirmed_rate'])} were confirmed as solved; "
            f"{number(totals['reopened'])} were reopened at least once."
            if totals["recorded"]
            else "",
            tops=(totals["recorded"] or None,),
        )
    )


OUTCOMES = Insight(
    name="outcomes",
    summary="What became of the complaints of a period",
    asked=AskedOfOne,
    answer=OutcomesOut,
    ask=_ask,
    columns=tuple(OutcomeRow.model_fields),
    draw=_draw,
)
