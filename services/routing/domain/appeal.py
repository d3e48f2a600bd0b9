"""An appeal against a sanction, by the customer or one of the staff; somebody else decides on it (RO-11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.routing.domain.sanction import LEAST, NotYoursToDecide, SanctionStep
from services.routing.domain.staff import Level, Staff
from shared.kernel.errors import Conflict, NotFound


class Appellant(Enum):
    """Who appeals."""

    CUSTOMER = "customer"
    STAFF = "staff"


class Decision(Enum):
    """What became of the sanction."""

    UPHELD = "upheld"
    LIFTED = "lifted"


STEP: dict[Decision, SanctionStep] = {Decision.UPHELD: SanctionStep.UPHOLD, Decision.LIFTED: SanctionStep.LIFT}


class AppealNotFound(NotFound):
    slug = "appeal-not-found"
    title = "There is no such appeal here"


class AppealDecided(Conflict):
    slug = "appeal-decided"
    title = "This appeal has been decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An appeal, and how it was decided."""

    id: UUID
    sanction_id: UUID
    by: Appellant
    text: str
    made_by: str
    made_at: datetime
    decision: Decision | None = None
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    why: str | None = None
    version: int = 1

    def decided(self, decision: Decision, *, by: Staff, why: str, now: datetime) -> Appeal:
        """The decision. Raises AppealDecided."""
        if self.decision is not None:
            raise AppealDecided
        return replace(self, decision=decision, decided_by=by.id, decided_at=now, why=why, version=self.version + 1)


def require_judge(by: Staff | None, *, decider_id: UUID, decider: Level, concerned: tuple[UUID, ...]) -> Staff:
    """Who may decide on an appeal: not lower than the first decider, another person, whom it did not hit.

    Raises NotYoursToDecide.
    """
    if by is None or not by.active or by.level.rank < max(LEAST.rank, decider.rank):
        raise NotYoursToDecide
    if by.id == decider_id or by.id in concerned:
        raise NotYoursToDecide
    return by
