"""Who takes a case on arrival, and why: a pure ranking of the staff (RO-2).

The order: language before everything (it is a condition, not a preference), then skill or department, authority to
grant the wish, the lowest level that will do, room, the customer's former handler, the exact load, who heard the story.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.staff import Level, Staff, primary

HIGHEST_ON_ARRIVAL = Level.LEAD
"""The highest level that works on first-line cases; those above get a case by the ladder only."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a case asks of whoever takes it."""

    language: str
    recorder_id: UUID
    department: str | None = None
    product: str | None = None
    wish: str | None = None
    former_handler_id: UUID | None = None
    hot: bool = False
    urgency: str = "normal"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of staff with the number of open cases that they carry (exact only below their capacity).

    `resting` is from hot cases; `last_assigned_at` is None for whoever never had a turn.
    """

    staff: Staff
    load: int
    on_duty: bool = True
    absent: bool = False
    resting: bool = False
    last_assigned_at: datetime | None = None

    @property
    def available(self) -> bool:
        staff = self.staff
        return self.load < staff.capacity and staff.active and staff.level.rank <= HIGHEST_ON_ARRIVAL.rank

    @property
    def busy(self) -> bool:
        """Whether they carry half of what they can, or more."""
        return self.load * 2 >= self.staff.capacity


@dataclass(frozen=True, slots=True)
class Match:
    """A suitable candidate and what speaks for them."""

    candidate: Candidate
    needs: Needs
    skilled: bool
    in_department: bool
    authorised: bool

    @property
    def staff(self) -> Staff:
        return self.candidate.staff

    @property
    def former_handler(self) -> bool:
        return self.staff.id == self.needs.former_handler_id

    @property
    def order(self) -> tuple[bool, bool, bool, int, bool, bool, int, bool, UUID]:
        """The sort key, best first; the id comes last, so that the same inputs always give the same ranking."""
        return (
            not self.skilled,
            not self.in_department,
            not self.authorised,
            self.staff.level.rank,
            self.candidate.busy,
            not self.former_handler,
            self.candidate.load,
            self.staff.id != self.needs.recorder_id,
            self.staff.id,
        )

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in words, strongest first."""
        needs = self.needs
        reasons = [
            (True, f"speaks {primary(needs.language)}"),
            (self.skilled, f"knows {needs.product if needs.product in self.staff.skills else needs.department}"),
            (self.in_department, f"works in {needs.department}"),
            (self.authorised, f"may grant the wish: {needs.wish}"),
            (True, f"has room: {self.candidate.load} of {self.staff.capacity} cases"),
            (self.former_handler, "handled this customer before"),
            (self.staff.id == needs.recorder_id, "recorded it, so the customer need not tell it again"),
        ]
        return tuple(text for holds, text in reasons if holds)


def match(needs: Needs, candidate: Candidate) -> Match | None:
    """How a candidate fits, or None when they are not suitable: no room, another language, another trade."""
    staff = candidate.staff
    if not candidate.available or not staff.speaks(needs.language):
        return None
    in_department = needs.department is not None and staff.department == needs.department
    skilled = needs.product in staff.skills or needs.department in staff.skills
    if needs.department is not None and not (in_department or skilled):
        return None
    authorised = needs.wish is not None and staff.may_grant(needs.wish)
    return Match(candidate, needs, skilled, in_department, authorised)
