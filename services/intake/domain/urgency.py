"""How urgent a complaint is, from what the customer told: their occasion, their feeling, their loss (IN-9)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.intake.domain.new_complaint import Impact
from services.intake.domain.vocabulary import Feeling, Urgency

_SCALE = tuple(Urgency)
_MOST = len(_SCALE) - 1
_STEPS_BY_DAYS_LEFT = ((0, _MOST), (2, 2), (7, 1))
"""At most so many days before the occasion: so many steps up."""
_HEATED = frozenset({Feeling.ANGRY, Feeling.ABUSIVE})
_HOURS_LOST = 8 * 60
_OVER = -1


def urgency_of(
    *, feeling: Feeling | None, impact: Impact | None, now: datetime, time_zone: str | None = None
) -> Urgency:
    """An occasion raises it one step within a week, two within two days, to the top on its day; anger one step;
    a working day lost one step. Days are the customer's own, in their `time_zone` (IANA), else UTC.

    An occasion that is over raises nothing: there is nothing left to save.
    """
    steps = 1 if feeling in _HEATED else 0
    if impact is not None:
        if impact.occasion_on is not None:
            steps += _steps(impact.occasion_on, now.astimezone(_zone(time_zone)).date())
        if (impact.minutes_lost or 0) >= _HOURS_LOST:
            steps += 1
    return _SCALE[min(steps, _MOST)]


def next_turn(occasion_on: date, *, now: datetime, time_zone: str | None) -> datetime | None:
    """The next moment after `now`, in UTC, at which the occasion changes the urgency: the start of a day of the
    customer's a week before, two days before, on the day, and when it is over. None when all are past.
    """
    zone = _zone(time_zone)
    days_before = (*(days for days, _ in reversed(_STEPS_BY_DAYS_LEFT)), _OVER)
    turns = (datetime.combine(occasion_on - timedelta(days), time(), zone).astimezone(UTC) for days in days_before)
    return next((turn for turn in turns if turn > now), None)


def _steps(occasion_on: date, today: date) -> int:
    left = (occasion_on - today).days
    if left < 0:
        return 0
    return next((steps for days, steps in _STEPS_BY_DAYS_LEFT if left <= days), 0)


def _zone(name: str | None) -> tzinfo:
    """The zone, or UTC for one that isn't known: imports bring names of their own."""
    if name is None:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
