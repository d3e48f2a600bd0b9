"""Bodies of routing's requests about cases and handoffs, and of their answers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field

from services.routing.api.notes_bodies import CaseNoteOut
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.clocks import Clock, ClockStatus
from services.routing.domain.handoff import CustomerNotTold, Handoff, HandoffStatus
from services.routing.domain.ladder import Reason
from services.routing.queries.case_view import CaseView
from shared.http.schemas import In, Out, Text

Words = Annotated[str, Text(2000)]


class Told(In):
    """How the customer was told why their case goes to somebody else, and in which words."""

    how: Annotated[str, Text(64)]
    said: Words


class EscalationIn(In):
    """Why a case needs somebody else. Only `reason` and `customer_told` are asked for; nothing need be typed."""

    reason: Reason
    customer_told: bool | Told | Words = Field(
        description="true, the words that were used, or {how, said}; false is refused, for it takes effect only then"
    )
    to_id: UUID | None = Field(default=None, description="who shall take it; else the ladder decides")
    note: Words | None = None
    minutes: int | None = Field(default=None, ge=0, le=100_000, description="minutes that the customer has spent")
    tellings: int | None = Field(default=None, ge=0, le=1000, description="how often they have told the story")

    def told(self) -> str | None:
        """The words in which the customer was told, None for a bare true. Raises CustomerNotTold (RO-5)."""
        match self.customer_told:
            case False:
                raise CustomerNotTold
            case Told(how=how, said=said):
                return f"{said} ({how})"
            case str() as said:
                return said
            case _:
                return None


class AcceptanceIn(In):
    """Nothing need be said to accept: the summary was shown with the handoff."""


class RefusalIn(In):
    """Why the receiver can't take it; the sender reads it."""

    why: Words


class SummaryOut(Out):
    """What the receiver must know; `text` is the same for reading."""

    reference: str
    story: str
    additions: list[str]
    recap: str | None
    recap_confirmed: bool
    wish: str | None
    feeling: str | None
    facts: list[str]
    promises: list[str]
    refusals: list[str]
    tried: list[str]
    do_not_ask_again: list[str]
    reason: str
    told: str | None
    note: str | None
    minutes: int | None
    tellings: int | None
    text: str


class HandoffLine(Out):
    """A handoff without its summary, as a case lists it."""

    id: UUID
    complaint_id: UUID
    from_id: UUID
    to_id: UUID
    reason: Reason
    status: HandoffStatus
    offered_at: datetime
    respond_by: datetime
    answered_at: datetime | None
    answered_by: str | None
    why: str | None
    follows_id: UUID | None


class HandoffOut(HandoffLine):
    """A handoff with its summary."""

    summary: SummaryOut
    version: int

    @classmethod
    def of(cls, handoff: Handoff) -> Self:
        return cls.model_validate(handoff)


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
