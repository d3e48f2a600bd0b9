"""A member of staff: where they work, what they speak and know, how far their authority goes (RO-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from uuid import UUID

from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from shared.kernel.money import Money

DEFAULT_CAPACITY = 20


class Level(Enum):
    """How far up somebody stands, lowest first; `rank` orders them."""

    rank: int

    AGENT = "agent"
    SENIOR = "senior"
    LEAD = "lead"
    REGIONAL_MANAGER = "regional_manager"
    HEAD = "head"

    def __init__(self, _: str) -> None:
        # An attribute: the ranking of staff reads it for every candidate of every case.
        self.rank = len(type(self).__members__)

    @property
    def leads(self) -> bool:
        """Whether somebody at this level answers for the work of others."""
        return self.rank >= Level.LEAD.rank


class StaffNotFound(NotFound):
    slug = "staff-not-found"
    title = "There is nobody with this id on the staff"


class NotYourTeam(Forbidden):
    slug = "not-your-team"
    title = "The directory of this department is kept by others"


class ReportsToUnknown(Invalid):
    slug = "reports-to-unknown"
    title = "The person to report to is not in the directory"


class ReportsInACircle(Conflict):
    slug = "reports-in-a-circle"
    title = "Nobody can report to themselves, not even through others"


@dataclass(frozen=True, slots=True)
class Authority:
    """What somebody may grant without asking: a remedy up to an amount."""

    remedy: str
    limit: Money


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. `capacity` is how many open cases they can carry."""

    id: UUID
    name: str
    level: Level
    department: str | None = None
    branch: str | None = None
    languages: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    cross_skills: frozenset[str] = frozenset()
    """What they can help out with, told apart from what they were trained for."""
    reports_to: UUID | None = None
    capacity: int = DEFAULT_CAPACITY
    email: str | None = None
    phone: str | None = None
    authority: tuple[Authority, ...] = ()
    active: bool = True
    time_zone: str | None = None
    """Whose clock their working hours follow (IANA); without one the hours are in UTC."""
    country: str | None = None
    """Whose public holidays they keep (ISO 3166)."""
    deputy_id: UUID | None = None
    """Who stands in for them, where an absence names nobody else."""
    version: int = 1

    def speaks(self, language: str) -> bool:
        """Whether they speak `language` (BCP 47): the primary subtag decides, so "en" serves "en-GB"."""
        return primary(language) in _primaries(self.languages)

    def may_grant(self, remedy: str) -> bool:
        """Whether the remedy is within their authority, whatever the amount."""
        # A loop, not any(): it is asked of each of 2,000 for each case.
        for authority in self.authority:  # noqa: SIM110
            if authority.remedy == remedy:
                return True
        return False

    def covers(self, remedy: str, amount: Money) -> bool:
        """Whether they may grant this much of the remedy without asking; authority in another currency does not count.

        What costs nothing is covered by any authority for the remedy.
        """
        return any(
            authority.remedy == remedy
            and (amount.amount == 0 or (authority.limit.currency == amount.currency and amount <= authority.limit))
            for authority in self.authority
        )


@lru_cache(maxsize=1024)
def _primaries(languages: frozenset[str]) -> frozenset[str]:
    return frozenset(primary(language) for language in languages)


@lru_cache(maxsize=1024)
def primary(language: str) -> str:
    """The primary subtag of a BCP 47 tag, lower case: "en-GB" is "en"."""
    return language.partition("-")[0].lower()


def who_covers(people: Iterable[Staff], remedy: str, amount: Money) -> tuple[Staff, ...]:
    """Who works here and may grant this much, the lowest level first (RO-1)."""
    able = (person for person in people if person.active and person.covers(remedy, amount))
    return tuple(sorted(able, key=lambda person: (person.level.rank, person.name, person.id)))


def require_team(sees: bool) -> None:
    """Raises NotYourTeam unless whoever changes the directory sees the department."""
    if not sees:
        raise NotYourTeam
