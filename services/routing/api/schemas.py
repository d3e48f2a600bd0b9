"""Cases and their clocks as routing shows them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from services.routing.api.handoff_bodies import HandoffLine
from services.routing.api.notes_bodies import CaseNoteOut
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.clocks import Clock, ClockStatus
from services.routing.queries.case_view import CaseView
from shared.http.schemas import Out


class ClockOut(Out):
    """A clock, and where it stands now; `pack` is the rule pack that it follows."""

    kind: str
    round: int
    pack: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    stopped_at: datetime | None
    paused_at: datetime | None
    paused_until: datetime | None
    optional: bool
    status: ClockStatus

    @classmethod
    def at(cls, clock: Clock, now: datetime) -> Self:
        members = asdict(clock)
        return cls(**{name: members[name] for name in members if name in cls.model_fields}, status=clock.status(now))


class CaseClockOut(ClockOut):
    """A clock of a case, with the rule that it follows."""

    cites: str | None

    @classmethod
    def of(cls, clock: Clock, view: CaseView) -> Self:
        return cls(**ClockOut.at(clock, view.now).model_dump(), cites=view.cites.get((clock.pack, clock.kind)))


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
    """A case with its clocks and handoffs, and the notes that its handler should read first."""

    clocks: list[CaseClockOut]
    handoffs: list[HandoffLine]
    notes: list[CaseNoteOut]

    @classmethod
    def at(cls, view: CaseView) -> Self:
        line: dict[str, Any] = {name: getattr(view.case, name) for name in CaseLine.model_fields}
        return cls(
            **line,
            clocks=[CaseClockOut.of(clock, view) for clock in view.clocks],
            handoffs=[HandoffLine.model_validate(handoff) for handoff in view.handoffs],
            notes=[CaseNoteOut.beside(note) for note in view.notes],
        )
