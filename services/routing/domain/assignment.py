"""Who takes a case, and why: a pure ranking of the staff, with why the others were passed over (RO-2).

The order: language before everything (it is a condition, not a preference), then skill or department, authority to
grant the wish, the lowest level that will do, room, the customer's former handler, the exact load, who heard the story,
and between equals whoever has waited longest for a case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from heapq import nsmallest
from uuid import UUID

from services.routing.domain.staff import Level, Staff, primary

HIGHEST_ON_ARRIVAL = Level.LEAD
"""The highest level that works on first-line cases; those above get a case by the ladder only."""
SHOWN = 10
"""So many of the ranked are kept with a decision, so that it can be explained later."""
URGENT = frozenset({"high", "critical"})
_NEVER = datetime.min.replace(tzinfo=UTC)


class PassedOver(Enum):
    """Why somebody is not asked; of several reasons the first in this order counts."""

    INACTIVE = "inactive"
    LEVEL = "level"
    LANGUAGE = "language"
    TRADE = "trade"
    ABSENT = "absent"
    OFF_DUTY = "off_duty"
    FULL = "full"
    RESTING = "resting"
    """Had a hot case just now, and this one is hot too (RO-10)."""


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

    @property
    def urgent(self) -> bool:
        """Whether a free hand counts for more than the lowest level that will do."""
        return self.urgency in URGENT

    def in_trade(self, staff: Staff) -> bool:
        """Whether somebody works in the department, knows it or the product, or can help out with either."""
        department = self.department
        return (
            department is None
            or staff.department == department
            or department in staff.skills
            or self.product in staff.skills
            or department in staff.cross_skills
            or self.product in staff.cross_skills
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of staff with the number of open cases that they carry (exact only below their capacity)."""

    staff: Staff
    load: int
    on_duty: bool = True
    absent: bool = False
    resting: bool = False
    last_assigned_at: datetime | None = None

    @property
    def busy(self) -> bool:
        """Whether they carry half of what they can, or more."""
        return self.load * 2 >= self.staff.capacity


@dataclass(frozen=True, slots=True)
class Match:
    """A suitable candidate and what speaks for them."""

    candidate: Candidate
    needs: Needs

    @property
    def staff(self) -> Staff:
        return self.candidate.staff

    @property
    def skilled(self) -> bool:
        return self.needs.product in self.staff.skills or self.needs.department in self.staff.skills

    @property
    def helps_out(self) -> bool:
        """Cross-trained only: after whoever was trained for it or works in the department."""
        return not (self.skilled or self.in_department) and self.needs.department is not None

    @property
    def in_department(self) -> bool:
        return self.needs.department is not None and self.staff.department == self.needs.department

    @property
    def authorised(self) -> bool:
        return self.needs.wish is not None and self.staff.may_grant(self.needs.wish)

    @property
    def former_handler(self) -> bool:
        return self.staff.id == self.needs.former_handler_id

    @property
    def order(self) -> Order:
        return order(self.needs, self.candidate)

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in words, strongest first."""
        needs = self.needs
        reasons = [
            (True, f"speaks {primary(needs.language)}"),
            (self.skilled, f"knows {needs.product if needs.product in self.staff.skills else needs.department}"),
            (self.in_department, f"works in {needs.department}"),
            (self.helps_out, f"is cross-trained for {needs.department}"),
            (self.authorised, f"may grant the wish: {needs.wish}"),
            (needs.urgent and not self.candidate.busy, "has a hand free for what is urgent"),
            (True, f"has room: {self.candidate.load} of {self.staff.capacity} cases"),
            (self.former_handler, "handled this customer before"),
            (self.staff.id == needs.recorder_id, "recorded it, so the customer need not tell it again"),
        ]
        return tuple(text for holds, text in reasons if holds)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The suitable ones, best first (at most as many as were asked for), and how many were passed over and why."""

    matches: tuple[Match, ...]
    suitable: int
    passed_over: Mapping[PassedOver, int] = field(default_factory=dict)

    @property
    def best(self) -> Match | None:
        return self.matches[0] if self.matches else None


Order = tuple[bool, bool, bool, bool, int, bool, bool, int, bool, datetime, int]


def rank(needs: Needs, candidates: Iterable[Candidate], *, limit: int = SHOWN) -> Ranking:
    """The best `limit` of the candidates for a case, best first; the order in which they are given decides nothing."""
    suitable: list[tuple[Order, Candidate]] = []
    passed_over: Counter[PassedOver] = Counter()
    for candidate in candidates:
        reason = unsuitable(needs, candidate)
        if reason is None:
            suitable.append((order(needs, candidate), candidate))
        else:
            passed_over[reason] += 1
    # No two orders are equal, for the id comes last: a candidate is never compared.
    best = nsmallest(limit, suitable)
    matches = tuple(Match(candidate, needs) for _, candidate in best)
    told = {reason: passed_over[reason] for reason in PassedOver if reason in passed_over}
    return Ranking(matches, len(suitable), told)


def unsuitable(needs: Needs, candidate: Candidate) -> PassedOver | None:
    """Why somebody can't take a case, None when they can."""
    staff = candidate.staff
    if not staff.active:
        return PassedOver.INACTIVE
    if staff.level.rank > HIGHEST_ON_ARRIVAL.rank:
        return PassedOver.LEVEL
    if not staff.speaks(needs.language):
        return PassedOver.LANGUAGE
    if not needs.in_trade(staff):
        return PassedOver.TRADE
    return unavailable(needs, candidate, off_duty=True)


def unavailable(needs: Needs, candidate: Candidate, *, off_duty: bool) -> PassedOver | None:
    """Why somebody can't take anything more just now; `off_duty` says whether the end of their shift counts."""
    if candidate.absent:
        return PassedOver.ABSENT
    if off_duty and not candidate.on_duty:
        return PassedOver.OFF_DUTY
    if candidate.load >= candidate.staff.capacity:
        return PassedOver.FULL
    return PassedOver.RESTING if needs.hot and candidate.resting else None


def refused_by_name(needs: Needs, candidate: Candidate) -> PassedOver | None:
    """Why somebody can't have a case even when a person names them: a lead, or whom they stand in for.

    Who names somebody may think less of the trade, the level and the end of a shift; of the rest nobody may.
    """
    if not candidate.staff.active:
        return PassedOver.INACTIVE
    if not candidate.staff.speaks(needs.language):
        return PassedOver.LANGUAGE
    return unavailable(needs, candidate, off_duty=False)


def order(needs: Needs, candidate: Candidate) -> Order:
    """The sort key, best first; the id comes last, so that the same inputs always give the same ranking."""
    staff = candidate.staff
    skills = staff.skills
    department = needs.department
    busy = candidate.busy
    former = needs.former_handler_id
    # Of 2,000 each is asked for each case: the numbers of two ids compare ten times as fast as the ids.
    number = staff.id.int
    return (
        needs.product not in skills and department not in skills,
        department is None or staff.department != department,
        needs.wish is None or not staff.may_grant(needs.wish),
        needs.urgent and busy,
        staff.level.rank,
        busy,
        former is None or number != former.int,
        candidate.load,
        number != needs.recorder_id.int,
        candidate.last_assigned_at or _NEVER,
        number,
    )
