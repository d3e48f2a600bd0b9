"""`/v1/insights/clocks`: which clocks were met, which ran out, by pack and kind; nobody's name (RO-7, RO-13)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from services.routing.domain.reporting_period import reporting_period
from services.routing.queries.clock_figures import clock_figures
from shared.charts.bars import Bars, Row, bars
from shared.charts.labels import number, percent
from shared.http.call import Call
from shared.http.insights import Ask, Insight, offer
from shared.http.schemas import Day, In, Out


class ClocksAsked(In):
    """Which days, and whose cases."""

    from_: Day | None = Field(default=None, alias="from", description="The first day; else 30 days in all")
    to: Day | None = Field(default=None, description="The last day; else today")
    department: str | None = Field(default=None, max_length=64, description="Only cases of this department")


class ClocksPeriod(Out):
    """The first and the last day."""

    from_: str = Field(alias="from")
    to: str


class ClockFigures(Out):
    """One kind of clock of one pack."""

    pack: str
    kind: str
    started: int
    met: int
    late: int
    missed: int
    lapsed: int
    running: int
    met_rate: float | None


class ClocksInsightOut(Out):
    """What became of the clocks that started on these days."""

    name: str
    period: ClocksPeriod
    as_of: datetime
    department: str | None
    definitions: dict[str, str]
    rows: list[ClockFigures]


def _ask(asked: ClocksAsked, call: Call) -> Ask:
    period = reporting_period(asked.from_, asked.to, now=call.now)
    return lambda tx: clock_figures(period, tx, department=asked.department, now=call.now)


def _draw(view: dict[str, Any]) -> str:
    period = view["period"]
    days = f"started {period['from']} to {period['to']}"
    return bars(
        Bars(
            title="Clocks that were met in time",
            subtitle=" · ".join(filter(None, (days, view["department"]))),
            columns=("share of those that are over",),
            rows=[
                Row(
                    label=f"{row['pack']}: {row['kind']}",
                    values=(row["met_rate"],),
                    words=(f"{percent(row['met_rate'])} of {number(row['met'] + row['late'] + row['missed'])}",),
                )
                for row in view["rows"]
            ],
            tops=(1.0,),
        )
    )


CLOCKS = Insight(
    name="clocks",
    summary="Which clocks were met in time, and which ran out",
    asked=ClocksAsked,
    answer=ClocksInsightOut,
    ask=_ask,
    columns=tuple(ClockFigures.model_fields),
    draw=_draw,
)
router = APIRouter(tags=["insights"])
offer(router, CLOCKS)
