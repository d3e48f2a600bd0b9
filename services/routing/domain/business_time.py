"""Lengths of time as rules state them, and what can add them to a moment (RO-7)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from shared.kernel.errors import Invalid

LONGEST = 3_660
"""The most of any unit that a rule may state."""
_WRITTEN = re.compile(r"([1-9][0-9]{0,3}) ([a-z_]+)")


class SpanNotReadable(Invalid):
    slug = "span-not-readable"
    title = "Write a length of time as a number and a unit: `4 hours`, `15 business_days`, `8 weeks`"


class Unit(Enum):
    """What a length is counted in. Those of business count only while a calendar is open; the others run on."""

    MINUTES = "minutes"
    HOURS = "hours"
    BUSINESS_MINUTES = "business_minutes"
    BUSINESS_HOURS = "business_hours"
    BUSINESS_DAYS = "business_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"

    @property
    def needs_calendar(self) -> bool:
        """Whether it depends on when a calendar is open."""
        return self in _OF_BUSINESS


_OF_BUSINESS = frozenset({Unit.BUSINESS_MINUTES, Unit.BUSINESS_HOURS, Unit.BUSINESS_DAYS})
EXACT: dict[Unit, timedelta] = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.BUSINESS_MINUTES: timedelta(minutes=1),
    Unit.BUSINESS_HOURS: timedelta(hours=1),
}
"""The units that are the same length everywhere; a day is not, where clocks go forward or back."""


@dataclass(frozen=True, slots=True)
class Span:
    """So many of a unit; only minutes and hours may have a fraction."""

    amount: float
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount:g} {self.unit.value}"

    @classmethod
    def of(cls, length: timedelta, *, unit: Unit = Unit.HOURS) -> Span:
        """A length in hours; with BUSINESS_HOURS only those count in which somebody works."""
        return cls(length / timedelta(hours=1), unit)

    @classmethod
    def read(cls, written: str) -> Span:
        """`15 business_days` as a span; 1 to 3660 of a unit. Raises SpanNotReadable."""
        found = _WRITTEN.fullmatch(written)
        if found is None or found[2] not in _UNITS or int(found[1]) > LONGEST:
            raise SpanNotReadable
        return cls(int(found[1]), _UNITS[found[2]])


_UNITS = {unit.value: unit for unit in Unit}


class Hours(Protocol):
    """Whose hours count: adds a length of time to a moment."""

    def add(self, start: datetime, amount: Span) -> datetime:
        """The moment at which `amount` from `start` has passed, in UTC."""
        ...


class AlwaysOpen:
    """The calendar of those who have none: every hour of every day counts, so that a business day is a day."""

    def add(self, start: datetime, amount: Span) -> datetime:
        """When `amount` has passed since `start`; a month ends on its last day where the day is missing."""
        match amount.unit:
            case Unit.DAYS | Unit.BUSINESS_DAYS:
                return start + timedelta(days=amount.amount)
            case Unit.WEEKS:
                return start + timedelta(weeks=amount.amount)
            case Unit.MONTHS:
                year, month = divmod(start.year * 12 + start.month - 1 + int(amount.amount), 12)
                return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
            case _:
                return start + amount.amount * EXACT[amount.unit]
