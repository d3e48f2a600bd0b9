"""Bodies of requests about handoffs, and of their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field

from services.routing.domain.handoff import Handoff, HandoffStatus, ReadHow
from services.routing.domain.handoff_errors import CustomerNotTold
from services.routing.domain.ladder import Reason
from services.routing.domain.needless import Needless
from services.routing.domain.summary import Summary
from services.routing.pages.summary_text import SummaryText, summary_text, text_as_kept
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
    minutes: int | None = Field(
        default=None, ge=0, le=100_000, description="minutes that the customer has spent; else counted from the log"
    )
    tellings: int | None = Field(
        default=None, ge=0, le=1000, description="how often they have told the story; else counted from the log"
    )

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
    """Nothing need be said to accept: the answer holds the whole summary, which counts as reading it."""

    summary_sha256: str | None = Field(
        default=None, pattern="^[0-9a-f]{64}$", description="which summary was read; another one is a 409"
    )


class RefusalIn(In):
    """Why the receiver can't take it; the sender reads it."""

    why: Words


class WithdrawalIn(In):
    """Why the sender takes the offer back; the receiver reads it."""

    why: Words


class VerdictIn(In):
    """Whether the receiver was needed at all."""

    needed: bool
    why: Words | None = None


class LineOut(Out):
    """A line of one of routing's ledgers: a code, and what its sentence names."""

    code: str
    values: dict[str, str]


class AttemptOut(Out):
    """A resolution that was given before."""

    what: str
    wish_met: bool | None


class SummaryOut(Out):
    """What the receiver must know; `text` is the same for reading, in the language that `text_language` names."""

    reference: str
    story: str
    additions: list[str]
    recap: str | None
    recap_confirmed: bool
    wish: str | None
    wish_kind: str | None
    wish_detail: str | None
    feeling: str | None
    product: str | None
    department: str | None
    language: str | None
    facts: list[str]
    promises: list[LineOut]
    spends: list[LineOut]
    callbacks: list[LineOut]
    conduct: list[LineOut]
    notes: list[LineOut]
    refusals: list[str]
    contacts_so_far: int
    reopened_times: int
    tried: list[AttemptOut]
    do_not_ask_again: list[str]
    reason: str
    told: str | None
    by_system: bool = Field(description="a rule handed it over, not a person")
    note: str | None
    minutes: int | None
    tellings: int | None
    text: str
    text_language: str
    text_direction: str

    @classmethod
    def of(cls, summary: Summary, text: SummaryText) -> Self:
        """The structure with its text."""
        members: dict[str, Any] = {
            name: getattr(summary, name) for name in cls.model_fields if not name.startswith("text")
        }
        return cls.model_validate(
            members | {"text": text.text, "text_language": text.language, "text_direction": text.direction}
        )


class HandoffLine(Out):
    """A handoff without its summary, as a case and the inbox list it."""

    id: UUID
    complaint_id: UUID
    from_id: UUID
    to_id: UUID
    reason: Reason
    status: HandoffStatus
    step: int = Field(description="the receiver's step on the ladder, from 1")
    offered_at: datetime = Field(description="when the receiver was asked last; until then, when it was wanted")
    respond_by: datetime | None = Field(description="null while it waits for its summary")
    reminders: int = Field(description="how often it was asked again, because nobody stands higher")
    needless: Needless | None = Field(description="what the sender had all along, by the record")
    read_at: datetime | None
    read_how: ReadHow | None
    answered_at: datetime | None
    answered_by: str | None
    why: str | None
    receiver_said_needed: bool | None
    follows_id: UUID | None


class HandoffOut(HandoffLine):
    """A handoff with its summary; null while intake does not answer."""

    summary: SummaryOut | None
    summary_sha256: str | None
    receiver_said_why: str | None
    version: int

    @classmethod
    def of(cls, handoff: Handoff, *, languages: Sequence[str] = ()) -> Self:
        """With the text as it was kept for the receiver, or anew for a reader of one of these languages."""
        line: dict[str, Any] = {name: getattr(handoff, name) for name in HandoffLine.model_fields}
        return cls(
            **line,
            summary=_summary(handoff, languages),
            summary_sha256=handoff.summary_sha256,
            receiver_said_why=handoff.receiver_said_why,
            version=handoff.version,
        )


def _summary(handoff: Handoff, languages: Sequence[str]) -> SummaryOut | None:
    if handoff.summary is None or handoff.text is None or handoff.text_language is None:
        return None
    if languages:
        return SummaryOut.of(handoff.summary, summary_text(handoff.summary, *languages))
    return SummaryOut.of(handoff.summary, text_as_kept(handoff.text, handoff.text_language))
