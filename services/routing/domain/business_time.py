"""Lengths of time as rules name them, and adding them to a moment (RO-7)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol


class Unit(Enum):
    HOURS = "hours"
    BUSINESS_HOURS = "business_hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: `amount` may have a fraction for hours only."""

    amount: float
    unit: Unit

    @classmethod
    def of(cls, length: timedelta, *, unit: Unit = Unit.HOURS) -> Span:
        """A length in hours; with BUSINESS_HOURS only those count in which somebody works."""
        return cls(length / timedelta(hours=1), unit)


class Hours(Protocol):
    """A calendar of working time."""

    def add(self, start: datetime, amount: Span) -> datetime:
        """When `amount` has passed since `start`, by this calendar; both are aware."""
        ...


class AlwaysOpen:
    """The calendar of those who have none: every hour of every day counts, so that a business day is a day."""

    def add(self, start: datetime, amount: Span) -> datetime:
        """When `amount` has passed since `start`; a month ends on its last day where the day is missing."""
        match amount.unit:
            case Unit.HOURS | Unit.BUSINESS_HOURS:
                return start + timedelta(hours=amount.amount)
            case Unit.DAYS | Unit.BUSINESS_DAYS:
                return start + timedelta(days=amount.amount)
            case Unit.WEEKS:
                return start + timedelta(weeks=amount.amount)
            case Unit.MONTHS:
                year, month = divmod(start.year * 12 + start.month - 1 + int(amount.amount), 12)
                return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
