"""What a manager decides about a customer's conduct, in writing and signed; appeals change it, time ends it (RO-11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.case import Case
from services.routing.domain.conduct import Conduct, ConductLevel
from services.routing.domain.staff import Level, Staff
from shared.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound


class Measure(Enum):
    """What follows, mildest first."""

    WARNING = "warning"
    WRITTEN_ONLY = "written_only"
    """Nobody calls or meets them any more; they can write."""
    END_CONTACT = "end_contact"

    @property
    def spares_calls(self) -> bool:
        """Whether nobody has to speak to the customer while it holds."""
        return self is not Measure.WARNING


class SanctionStatus(Enum):
    ACTIVE = "active"
    APPEALED = "appealed"
    UPHELD = "upheld"
    LIFTED = "lifted"
    ENDED = "ended"


class SanctionStep(Enum):
    """What may happen to a sanction."""

    APPEAL = "be appealed against"
    UPHOLD = "be upheld"
    LIFT = "be lifted"
    END = "end"


TRANSITIONS: dict[tuple[SanctionStatus, SanctionStep], SanctionStatus] = {
    (SanctionStatus.ACTIVE, SanctionStep.APPEAL): SanctionStatus.APPEALED,
    (SanctionStatus.ACTIVE, SanctionStep.END): SanctionStatus.ENDED,
    (SanctionStatus.APPEALED, SanctionStep.UPHOLD): SanctionStatus.UPHELD,
    (SanctionStatus.APPEALED, SanctionStep.LIFT): SanctionStatus.LIFTED,
    (SanctionStatus.UPHELD, SanctionStep.END): SanctionStatus.ENDED,
}
"""One appeal; while it waits the sanction holds, and its end waits for the decision too."""

HARDEST: dict[ConductLevel, Measure] = {
    ConductLevel.RUDE: Measure.WARNING,
    ConductLevel.INSULTING: Measure.WRITTEN_ONLY,
    ConductLevel.THREATENING: Measure.END_CONTACT,
    ConductLevel.VIOLENT: Measure.END_CONTACT,
}
"""The hardest measure for a first time; each earlier sanction that stood allows one step more."""

LEAST = Level.REGIONAL_MANAGER
"""Who decides stands at least here."""


class SanctionNotFound(NotFound):
    slug = "sanction-not-found"
    title = "There is no such sanction here"


class SanctionStepNotNow(Conflict):
    slug = "sanction-step-not-now"
    title = "Where this sanction stands, that can't happen to it"


class NotYoursToDecide(Forbidden):
    slug = "not-yours-to-decide"
    title = "A regional manager or head decides this, who is not concerned and has not decided it before"


class BackingIncomplete(Invalid):
    slug = "backing-incomplete"
    title = "A manager's backing says what follows, why, for how long, and that the customer knows how to appeal"


class ContactEnded(Conflict):
    slug = "contact-ended"
    title = "A manager decided that nobody has to speak to this customer; they can be written to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """What a manager puts in writing. Members left out are named all at once (RO-11)."""

    measure: Measure
    text: str | None
    """Why: the employee can show it."""
    until: datetime | None
    appeal_told: str | None
    """How the customer was told what follows, and that they may appeal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """A decision with its signed content; `content` is the very text that was signed."""

    id: UUID
    conduct_id: UUID
    complaint_id: UUID
    customer_id: UUID | None
    staff_ids: tuple[UUID, ...]
    level: ConductLevel
    measure: Measure
    since: datetime
    """When the conduct was reported: from then on what the customer says of these people weighs nothing."""
    until: datetime | None
    decided_by: UUID
    decided_at: datetime
    content: str
    signature: str
    status: SanctionStatus = SanctionStatus.ACTIVE
    version: int = 1

    def holds(self, now: datetime) -> bool:
        """Whether it is in force at `now`; an appeal that waits changes nothing."""
        over = self.status in (SanctionStatus.LIFTED, SanctionStatus.ENDED)
        return not over and (self.until is None or now < self.until)

    def after(self, step: SanctionStep, *, now: datetime) -> Sanction:
        """One step on; upheld past its end it has ended too. Raises SanctionStepNotNow."""
        following = TRANSITIONS.get((self.status, step))
        if following is None:
            raise SanctionStepNotNow(f"This sanction is {self.status.value}: it can't {step.value}")
        if following is SanctionStatus.UPHELD and self.until is not None and now >= self.until:
            following = SanctionStatus.ENDED
        return replace(self, status=following, version=self.version + 1)


def may_see(sanction: Sanction, case: Case, by: Actor) -> bool:
    """Whether a sanction is somebody's to see: it is of their teams, backs them, or is their own decision."""
    concerned = (*sanction.staff_ids, sanction.decided_by)
    return by.sees(case) or (by.staff_id is not None and by.staff_id in concerned)


def require_decider(by: Staff | None, conduct: Conduct) -> Staff:
    """Who may decide: a regional manager or higher whom it did not hit. Raises NotYoursToDecide."""
    if by is None or not by.active or by.level.rank < LEAST.rank or by.id in conduct.staff_ids:
        raise NotYoursToDecide
    return by


def require_whole(backing: Backing, level: ConductLevel, *, earlier: int, now: datetime) -> str:
    """The text of a backing that lacks nothing. Raises BackingIncomplete, which names all that it lacks.

    `earlier` is how many sanctions against the same customer stood before.
    """
    measures = list(Measure)
    hardest = min(measures.index(HARDEST[level]) + earlier, len(measures) - 1)
    missing = []
    if measures.index(backing.measure) > hardest:
        missing.append(
            FieldError("/measure", f"is too hard for {level.value} conduct: at most {measures[hardest].value}")
        )
    if backing.text is None:
        missing.append(FieldError("/text", "say what happened and why this follows; it backs the employee"))
    if backing.measure.spares_calls and backing.until is None:
        missing.append(FieldError("/until", "say until when; nobody is shut out without an end"))
    if backing.until is not None and backing.until <= now:
        missing.append(FieldError("/until", "must be in the future"))
    if backing.appeal_told is None:
        missing.append(FieldError("/appeal_told", "say how the customer was told of it, and that they may appeal"))
    if missing or backing.text is None:
        raise BackingIncomplete(fields=tuple(missing))
    return backing.text
