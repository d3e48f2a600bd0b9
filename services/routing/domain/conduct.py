"""How a customer behaved towards the staff, and who deals with it: a senior colleague first, then a manager (RO-11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.case import Case
from services.routing.domain.staff import Level, Staff
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class ConductLevel(Enum):
    """How bad it was, mildest first."""

    RUDE = "rude"
    INSULTING = "insulting"
    THREATENING = "threatening"
    VIOLENT = "violent"


class ConductStatus(Enum):
    """Who deals with it now, or how it ended."""

    WITH_SENIOR = "with_senior"
    WITH_MANAGER = "with_manager"
    SETTLED = "settled"
    SANCTIONED = "sanctioned"
    DROPPED = "dropped"


class ConductStep(Enum):
    """What somebody does about it."""

    CALM = "calm"
    """The senior colleague spoke to the customer, and it is good again."""
    HAND_UP = "hand up"
    """The senior colleague spoke to the customer, and it goes on."""
    SANCTION = "sanction"
    DROP = "drop"


TRANSITIONS: dict[tuple[ConductStatus, ConductStep], ConductStatus] = {
    (ConductStatus.WITH_SENIOR, ConductStep.CALM): ConductStatus.SETTLED,
    (ConductStatus.WITH_SENIOR, ConductStep.HAND_UP): ConductStatus.WITH_MANAGER,
    (ConductStatus.WITH_MANAGER, ConductStep.SANCTION): ConductStatus.SANCTIONED,
    (ConductStatus.WITH_MANAGER, ConductStep.DROP): ConductStatus.DROPPED,
}

FIRST: dict[ConductLevel, ConductStatus] = {
    ConductLevel.RUDE: ConductStatus.WITH_SENIOR,
    ConductLevel.INSULTING: ConductStatus.WITH_SENIOR,
    ConductLevel.THREATENING: ConductStatus.WITH_SENIOR,
    ConductLevel.VIOLENT: ConductStatus.WITH_MANAGER,
}
"""Who deals with it first. Nobody is asked to have a word with somebody violent."""


class ConductNotFound(NotFound):
    slug = "conduct-not-found"
    title = "There is no such report here"


class ConductStepNotNow(Conflict):
    slug = "conduct-step-not-now"
    title = "Where this report stands, that is not the next step: a senior colleague first, then a manager"


class NotASenior(Forbidden):
    slug = "not-a-senior"
    title = "A senior colleague has a word with the customer, and never the one who was hurt"


class HitUnknown(Invalid):
    slug = "hit-unknown"
    title = "Whom it hit is somebody of the staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """A report of conduct. Its text stays here; events carry the level only."""

    id: UUID
    complaint_id: UUID
    level: ConductLevel
    text: str
    staff_ids: tuple[UUID, ...]
    """Whom it hit."""
    reported_by: str
    reported_at: datetime
    status: ConductStatus
    with_id: UUID | None = None
    """The senior colleague who stands by, or the manager, where one is known."""
    handoff_id: UUID | None = None
    """The offer of the case that was made because of it."""
    word: str | None = None
    """What the senior colleague says of their talk with the customer, or the manager of dropping it."""
    version: int = 1

    def calmed(self, *, by: Staff, word: str) -> Conduct:
        """The senior colleague spoke to the customer, and it is good. Raises NotASenior, ConductStepNotNow."""
        self._require_senior(by)
        return self._after(ConductStep.CALM, with_id=by.id, word=word)

    def handed_up(self, *, by: Staff, word: str) -> Conduct:
        """It goes on, so a manager decides. Raises NotASenior, ConductStepNotNow."""
        self._require_senior(by)
        return self._after(ConductStep.HAND_UP, with_id=by.id, word=word)

    def sanctioned(self, *, by_id: UUID) -> Conduct:
        """A manager decided what follows. Raises ConductStepNotNow."""
        return self._after(ConductStep.SANCTION, with_id=by_id, word=self.word)

    def dropped(self, *, by_id: UUID, word: str) -> Conduct:
        """A manager decided that nothing follows, and says why. Raises ConductStepNotNow."""
        return self._after(ConductStep.DROP, with_id=by_id, word=word)

    def _require_senior(self, by: Staff) -> None:
        if by.level.rank < Level.SENIOR.rank or by.id in self.staff_ids:
            raise NotASenior

    def _after(self, step: ConductStep, *, with_id: UUID, word: str | None) -> Conduct:
        following = TRANSITIONS.get((self.status, step))
        if following is None:
            raise ConductStepNotNow(f"This report is {self.status.value}: {step.value} is not the next step")
        return replace(self, status=following, with_id=with_id, word=word, version=self.version + 1)


def first_status(level: ConductLevel, *, nobody_senior: bool) -> ConductStatus:
    """Who deals with a new report: where no senior colleague is to be found, a manager at once (RO-11)."""
    return ConductStatus.WITH_MANAGER if nobody_senior else FIRST[level]


def may_see(conduct: Conduct, case: Case, by: Actor) -> bool:
    """Whether a report is somebody's to see: it is of their teams, hit them, or is with them."""
    concerned = (*conduct.staff_ids, conduct.with_id)
    return by.sees(case) or (by.staff_id is not None and by.staff_id in concerned)
