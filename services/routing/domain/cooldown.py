"""The rest after a hot case: whoever was given one is given no other until it is over (RO-10).

A rest begins when somebody gets a hot case, and anew when it leaves them; it is never cut short.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.kernel.errors import Conflict


class Resting(Conflict):
    """`until` says when the rest is over, so that whoever asks can wait or look for somebody else."""

    slug = "resting"
    title = "Whoever had a hot case is given no other one until their rest is over"

    def __init__(self, until: datetime | None = None) -> None:
        if until is None:
            super().__init__()
        else:
            super().__init__(until=until.isoformat())


def rests(until: datetime | None, now: datetime) -> bool:
    """Whether somebody whose rest ends at `until` (None: never had one) rests at `now`; the end itself is over."""
    return until is not None and now < until


def may_take(*, hot: bool, until: datetime | None, now: datetime) -> bool:
    """Whether somebody may be given a case: any one that is not hot, a hot one only when they don't rest (RO-10)."""
    return not hot or not rests(until, now)


def rest_after(until: datetime | None, now: datetime, rest: timedelta) -> datetime:
    """When the rest is over of somebody who got a hot case, or was left by one, at `now`; never earlier than before."""
    fresh = now + rest
    return fresh if until is None else max(until, fresh)
