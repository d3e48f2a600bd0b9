"""`/v1/insights/first-answer`: how long customers wait until they hear from us (IN-15)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from services.intake.api.insights.asked import AskedOfOne, InsightOut, settings_of, subtitle
from services.intake.domain.hours import deadline
from services.intake.queries.insights.first_answer import first_answer_view
from shared.charts.bars import Bars, Row, bars
from shared.charts.labels import number, percent, span
from shared.http.call import Call
from shared.http.insights import Ask, Insight
from shared.http.schemas import Out


class FirstAnswerAsked(AskedOfOne):
    """And when a first answer is late."""

    within_hours: float | None = Field(
        default=None, gt=0, le=10_000, description="A first answer that took as long is late; else as the settings say"
    )


class BracketRow(Out):
    """One bracket."""

    bracket: str
    count: int
    share: float | None


class FirstAnswerTotals(Out):
    """All brackets together."""

    complaints: int
    answered: int
    unanswered: int
    late_first_answers: int
    median_hours_to_first_answer: float | None
    p90_hours_to_first_answer: float | None
    mean_hours_to_first_answer: float | None


class FirstAnswerOut(InsightOut):
    """Every complaint is in exactly one bracket."""

    by: str
    value: str | None
    within_hours: float
    totals: FirstAnswerTotals
    rows: list[BracketRow]


def _ask(asked: FirstAnswerAsked, call: Call) -> Ask:
    period, chosen = asked.period(call), asked.chosen()
    within = asked.within_hours or settings_of(call).first_answer_within_hours
    deadline(within)
    return lambda tx: first_answer_view(chosen, period, tx, within_hours=within)


def _draw(view: dict[str, Any]) -> str:
    totals = view["totals"]
    rows = [
        Row(label=row["bracket"], values=(row["count"],), words=(number(row["count"]),), strong=index < answers)
        for answers in (len(view["rows"]) - 2,)
        for index, row in enumerate(view["rows"])
    ]
    median, ninety = totals["median_hours_to_first_answer"], totals["p90_hours_to_first_answer"]
    note = (
        f"Half of the answers came within {span(median)}, nine of ten within {span(ninety)}; "
        f"late ({view['within_hours']:g} h or more): {number(totals['late_first_answers'])}. Light: not answered."
    )
    return bars(
        Bars(
            title="Time to the first answer",
            subtitle=subtitle(view),
            columns=(f"complaints, of {number(totals['complaints'])}; answered: {_answered(totals)}",),
            rows=rows if totals["complaints"] else (),
            note=note if totals["complaints"] else "",
        )
    )


def _answered(totals: dict[str, Any]) -> str:
    return percent(totals["answered"] / totals["complaints"]) if totals["complaints"] else percent(None)


FIRST_ANSWER = Insight(
    name="first-answer",
    summary="How long customers wait for our first answer, and how many still wait",
    asked=FirstAnswerAsked,
    answer=FirstAnswerOut,
    ask=_ask,
    columns=tuple(BracketRow.model_fields),
    draw=_draw,
)
