"""Cases and their clocks as routing shows them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from services.routing.api.handoff_bodies import HandoffLine
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.clocks import Clock, ClockKind, ClockStatus
from services.routing.queries.case_view import CaseView
from shared.http.schemas import Out


class ClockOut(Out):
    """A clock, and where it stands now."""

    kind: ClockKind
    round: int
    started_at: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None
    status: ClockStatus

    @classmethod
    def at(cls, clock: Clock, now: datetime) -> Self:
        members = asdict(clock)
        return cls(**{name: members[name] for name in members if name in cls.model_fields}, status=clock.status(now))


class CaseLine(Out):
    """A case as lists show it."""

    complaint_id: UUID
    reference: str
    status: CaseStatus
    owner_id: UUID
    department: str | None
    product: str | None
    language: str
    feeling: str | None
    queue: str | None
    responsible_lead_id: UUID | None
    why: list[str]
    recorded_at: datetime
    version: int

    @classmethod
    def of(cls, case: Case) -> Self:
        return cls.model_validate(case)


class CaseOut(CaseLine):
    """A case with its clocks and handoffs."""

    clocks: list[ClockOut]
    handoffs: list[HandoffLine]

    @classmethod
    def at(cls, view: CaseView) -> Self:
        line: dict[str, Any] = {name: getattr(view.case, name) for name in CaseLine.model_fields}
        return cls(
            **line,
            clocks=[ClockOut.at(clock, view.now) for clock in view.clocks],
            handoffs=[HandoffLine.model_validate(handoff) for handoff in view.handoffs],
        )
