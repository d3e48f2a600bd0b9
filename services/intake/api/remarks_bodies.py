"""Remarks on the wording of a text that went out all the same."""

from __future__ import annotations

from collections.abc import Iterable

from services.intake.domain.gate import Remark
from shared.http.schemas import Out


class RemarkOut(Out):
    """What would be better said otherwise; `start` and `end` count code points, `end` exclusive."""

    pointer: str
    start: int
    end: int
    rule: str
    why: str
    better: str


def remarks_out(remarks: Iterable[Remark]) -> list[RemarkOut]:
    """As they are shown."""
    return [
        RemarkOut(
            pointer=one.pointer,
            start=one.finding.start,
            end=one.finding.end,
            rule=one.finding.rule,
            why=one.finding.why,
            better=one.finding.better,
        )
        for one in remarks
    ]
