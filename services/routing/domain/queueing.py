"""What waits in the queues: who may claim which of it, and in which order it is worked off (RO-2, RO-14)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.assignment import Candidate, Needs
from services.routing.domain.staff import Staff, primary
from shared.kernel.errors import Conflict, Forbidden

URGENCY_RANKS: dict[str, int] = {"critical": 0, "high": 1, "raised": 2, "normal": 3}
"""The most urgent first; the schema computes the same from the urgency of a case."""


class NotOnTheStaff(Forbidden):
    slug = "not-on-the-staff"
    title = "Only somebody who works here now can take a case"


class AtCapacity(Conflict):
    slug = "at-capacity"
    title = "They carry as many open cases as they can"


class AwayNow(Conflict):
    slug = "away-now"
    title = "Whoever is absent gets no case before they are back"


class StillResting(Conflict):
    slug = "still-resting"
    title = "Only hot cases wait, and nobody gets one within the rest after another"


def queue_order(*, urgency: str, recorded_at: datetime, complaint_id: UUID) -> tuple[int, datetime, UUID]:
    """The sort key of every queue: urgency, then age; the id makes it one order."""
    return URGENCY_RANKS[urgency], recorded_at, complaint_id


@dataclass(frozen=True, slots=True)
class Reach:
    """Which of the waiting cases somebody may claim: in their languages (primary subtags), of their trades."""

    languages: frozenset[str]
    trades: frozenset[str]
    """Departments and products: their own department and all that they know."""
    hot: bool

    def covers(self, needs: Needs) -> bool:
        """Whether a case is within reach; the same that the ranking asks of language, trade and rest."""
        if primary(needs.language) not in self.languages or (needs.hot and not self.hot):
            return False
        return needs.department is None or needs.department in self.trades or needs.product in self.trades


def reach_of(staff: Staff, *, resting: bool) -> Reach:
    """What somebody may claim now; while they rest, nothing hot (RO-10)."""
    department: Collection[str] = () if staff.department is None else (staff.department,)
    return Reach(
        languages=frozenset(primary(language) for language in staff.languages),
        trades=staff.skills.union(staff.cross_skills, department),
        hot=not resting,
    )


def require_room(candidate: Candidate | None) -> Candidate:
    """Whoever asks for the next case, able to take one; the end of a shift is for them to judge.

    Raises NotOnTheStaff (unknown or no longer active), AwayNow, AtCapacity.
    """
    if candidate is None or not candidate.staff.active:
        raise NotOnTheStaff
    if candidate.absent:
        raise AwayNow
    if candidate.load >= candidate.staff.capacity:
        raise AtCapacity(load=candidate.load, capacity=candidate.staff.capacity)
    return candidate
