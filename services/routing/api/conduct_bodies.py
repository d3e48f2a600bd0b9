"""Bodies of requests about conduct, sanctions and appeals, and of their answers (RO-11)."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field

from services.routing.domain.appeal import Appeal, Appellant, Decision
from services.routing.domain.backing import Verify, digest, is_genuine
from services.routing.domain.conduct import Conduct, ConductLevel, ConductStatus
from services.routing.domain.sanction import Backing, Measure, Sanction, SanctionStatus
from services.routing.queries.conduct_view import SanctionView
from shared.http.schemas import In, Instant, Out, Text

ConductWords = Annotated[str, Text(4000)]


class ToldOfSenior(In):
    """How the customer was told that a senior colleague takes over, and in which words."""

    how: Annotated[str, Text(64)]
    said: Annotated[str, Text(2000)]


class ConductIn(In):
    """What happened. `customer_told` asks a senior colleague to take over; the report counts without it too."""

    level: ConductLevel
    text: ConductWords
    staff_ids: Annotated[list[UUID], Field(max_length=20)] = Field(
        default_factory=list, description="whom it hit; left out, whoever reports it"
    )
    customer_told: bool | ToldOfSenior | Annotated[str, Text(2000)] = Field(
        default=False,
        description="true, the words, or {how, said}, once the customer knows that a senior takes over",
    )

    def told(self) -> str | None:
        """The words in which the customer was told, None where there are none."""
        match self.customer_told:
            case ToldOfSenior(how=how, said=said):
                return f"{said} ({how})"
            case str() as said:
                return said
            case _:
                return None


class TalkOutcome(Enum):
    """How a senior colleague's talk with a customer ended."""

    CALMED = "calmed"
    GOES_ON = "goes_on"


class WordIn(In):
    """A senior colleague spoke with the customer."""

    outcome: TalkOutcome
    text: ConductWords


class DismissalIn(In):
    """Why nothing follows."""

    why: ConductWords


class SanctionIn(In):
    """What follows. What a backing lacks is named all at once, so every member but the measure can be left out."""

    measure: Measure
    text: ConductWords | None = None
    until: Instant | None = None
    appeal_told: Annotated[str, Text(2000)] | None = Field(
        default=None, description="how the customer was told what follows, and that they may appeal"
    )

    def backing(self) -> Backing:
        return Backing(measure=self.measure, text=self.text, until=self.until, appeal_told=self.appeal_told)


class AppealIn(In):
    """Who appeals, in their words."""

    by: Appellant
    text: ConductWords


class AppealDecisionIn(In):
    """Whether the sanction stands, and why."""

    decision: Decision
    why: ConductWords


class ConductOut(Out):
    """A report, and who deals with it."""

    id: UUID
    complaint_id: UUID
    level: ConductLevel
    text: str
    staff_ids: list[UUID]
    reported_by: str
    reported_at: datetime
    status: ConductStatus
    with_id: UUID | None
    handoff_id: UUID | None
    word: str | None
    version: int

    @classmethod
    def of(cls, conduct: Conduct) -> Self:
        return cls.model_validate(conduct)


class SanctionLine(Out):
    """A sanction, as lists show it."""

    id: UUID
    conduct_id: UUID
    complaint_id: UUID
    customer_id: UUID | None
    staff_ids: list[UUID]
    level: ConductLevel
    measure: Measure
    since: datetime
    until: datetime | None
    decided_by: UUID
    decided_at: datetime
    status: SanctionStatus
    version: int

    @classmethod
    def of(cls, sanction: Sanction) -> Self:
        return cls.model_validate(sanction)


class AppealOut(Out):
    """An appeal, and how it was decided."""

    id: UUID
    sanction_id: UUID
    by: Appellant
    text: str
    made_at: datetime
    decision: Decision | None
    decided_by: UUID | None
    decided_at: datetime | None
    why: str | None
    version: int

    @classmethod
    def of(cls, appeal: Appeal) -> Self:
        return cls.model_validate(appeal)


class SanctionOut(SanctionLine):
    """A sanction with its appeal; `holds` says whether it is in force now."""

    holds: bool
    appeal: AppealOut | None

    @classmethod
    def at(cls, view: SanctionView) -> Self:
        members: dict[str, Any] = SanctionLine.of(view.sanction).model_dump()
        appeal = None if view.appeal is None else AppealOut.of(view.appeal)
        return cls(**members, holds=view.sanction.holds(view.now), appeal=appeal)


class BackingOut(Out):
    """A manager's signed backing: `content` is the text that was signed, `genuine` whether it still is that text."""

    sanction_id: UUID
    content: str
    sha256: str
    signature: str
    genuine: bool

    @classmethod
    def of(cls, sanction: Sanction, verify: Verify) -> Self:
        return cls(
            sanction_id=sanction.id,
            content=sanction.content,
            sha256=digest(sanction.content),
            signature=sanction.signature,
            genuine=is_genuine(sanction.content, sanction.signature, verify),
        )
