"""How urgent a complaint is, from what the customer told: their occasion, their feeling, their loss (IN-9)."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.intake.domain.new_complaint import Impact
from services.intake.domain.vocabulary import Feeling, Urgency

_SCALE = tuple(Urgency)
_VERY_SOON = timedelta(days=2)
_SOON = timedelta(days=7)
_HEATED = frozenset({Feeling.ANGRY, Feeling.ABUSIVE})
_HOURS_LOST = 8 * 60


def urgency_of(*, feeling: Feeling | None, impact: Impact | None, now: datetime) -> Urgency:
    """One step for an occasion within a week, two within two days; one for anger; one for a working day lost.

    An occasion that is over raises nothing: there is nothing left to save.
    """
    steps = 1 if feeling in _HEATED else 0
    if impact is not None:
        if impact.occasion_on is not None:
            left = impact.occasion_on - now.date()
            if timedelta(0) <= left <= _VERY_SOON:
                steps += 2
            elif _VERY_SOON < left <= _SOON:
                steps += 1
        if (impact.minutes_lost or 0) >= _HOURS_LOST:
            steps += 1
    return _SCALE[min(steps, len(_SCALE) - 1)]
