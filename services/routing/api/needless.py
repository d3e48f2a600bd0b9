"""/v1/insights/needless-escalations: where what was said to be missing was there (RO-5)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from services.routing.domain.days import days
from services.routing.domain.ladder import Reason
from services.routing.queries.needless_escalations import needless_escalations
from shared.charts.bars import Bars, Row, bars
from shared.charts.labels import number
from shared.http.call import Call
from shared.http.insights import Ask, Insight, offer
from shared.http.schemas import Day, In, Out, Text

router = APIRouter(tags=["insights"])


class NeedlessAsked(In):
    """Which days, and of which department."""

    from_: Day | None = Field(default=None, alias="from", description="The first day; without it ninety in all")
    to: Day | None = Field(default=None, description="The last day; without it today")
    department: Annotated[str, Text(120)] | None = None


class NeedlessDays(Out):
    """The first and the last day."""

    from_: str = Field(alias="from")
    to: str


class NeedlessRow(Out):
    """A department and a reason."""

    department: str | None
    reason: Reason
    escalations: int
    by_record: int
    by_receiver: int
    needless: int
    share: float | None


class NeedlessOut(Out):
    """Those with the most needless ones first."""

    name: str
    period: NeedlessDays
    as_of: datetime
    department: str | None
    rows: list[NeedlessRow]
    definitions: dict[str, str]


def _ask(asked: NeedlessAsked, call: Call) -> Ask:
    period = days(first=asked.from_, last=asked.to, now=call.now)
    return lambda tx: needless_escalations(period, tx, department=asked.department, now=call.now)


def _draw(view: dict[str, Any]) -> str:
    rows = [
        Row(
            label=f"{row['department'] or 'no department'}: {row['reason'].replace('_', ' ')}",
            values=(row["escalations"], row["needless"]),
            words=(number(row["escalations"]), number(row["needless"])),
        )
        for row in view["rows"]
    ]
    period = view["period"]
    subtitle = f"{period['from']} to {period['to']}"
    note = "A receiver to whom nobody need have turned is time of two people, and of a customer who waits."
    return bars(Bars("Needless escalations", subtitle, ("escalations", "needless"), rows, note if rows else ""))


NEEDLESS = Insight(
    name="needless-escalations",
    summary="Escalations that need not have been, by department and reason",
    asked=NeedlessAsked,
    answer=NeedlessOut,
    ask=_ask,
    columns=("department", "reason", "escalations", "by_record", "by_receiver", "needless", "share"),
    draw=_draw,
)
offer(router, NEEDLESS)
