"""The second of the two problems: how the customer feels, recorded and acknowledged first (IN-8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.intake.domain.complaint import Complaint, changed
from services.intake.domain.urgency import urgency_of
from services.intake.domain.vocabulary import Feeling
from shared.kernel.errors import Conflict

_SCALE = tuple(Feeling)
"""From calm to abusive."""


class NoFeelingYet(Conflict):
    slug = "no-feeling-yet"
    title = "Record how the customer feels before acknowledging it"


def feel(complaint: Complaint, *, feeling: Feeling, now: datetime) -> Complaint:
    """The feeling as it is now, and the urgency that follows.

    What was acknowledged was the feeling of then: one that has grown worse waits to be acknowledged again.
    """
    before = complaint.feeling
    worse = before is not None and _SCALE.index(feeling) > _SCALE.index(before)
    return replace(
        changed(complaint),
        feeling=feeling,
        feeling_acknowledged_at=None if worse else complaint.feeling_acknowledged_at,
        urgency=urgency_of(feeling=feeling, impact=complaint.impact, now=now, time_zone=complaint.time_zone),
    )


def acknowledge(complaint: Complaint, *, now: datetime) -> Complaint:
    """The customer heard that we heard it; says nothing about who is to blame. Raises NoFeelingYet."""
    if complaint.feeling is None:
        raise NoFeelingYet
    return replace(changed(complaint), feeling_acknowledged_at=now)
