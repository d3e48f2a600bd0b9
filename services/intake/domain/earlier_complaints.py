"""In which order earlier complaints are shown to whoever greets a customer: the badly handled first (IN-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.intake.domain.lifecycle import OPEN, Status

HANDFUL = 5
"""As many as a person reads while the customer says good morning."""


class Lapse(StrEnum):
    """What went wrong with the handling itself."""

    REOPENED = "reopened"
    PROMISE_BROKEN = "promise_broken"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A complaint as the greeting card shows it."""

    id: UUID
    reference: str
    status: Status
    product: str | None
    recorded_at: datetime
    reopened_times: int
    broken_promises: int
    late_times: int

    @property
    def lapses(self) -> dict[Lapse, int]:
        """What went wrong, and how often; the worst first."""
        counted = {
            Lapse.REOPENED: self.reopened_times,
            Lapse.PROMISE_BROKEN: self.broken_promises,
            Lapse.LATE: self.late_times,
        }
        return {lapse: times for lapse, times in counted.items() if times}


def badly_handled_first(complaints: Sequence[Earlier]) -> list[Earlier]:
    """More reopenings first, then more broken promises, then more breached clocks, then the latest.

    A reopening weighs most: we said it was solved and it was not. A broken promise was our own word; a breached
    clock the customer may not have noticed.
    """
    return sorted(
        complaints,
        key=lambda one: (one.reopened_times, one.broken_promises, one.late_times, one.recorded_at, one.id),
        reverse=True,
    )


def ended(complaints: Sequence[Earlier]) -> list[Earlier]:
    """The first handful of those that are over, the badly handled first; one that was merged goes on elsewhere."""
    over = [one for one in complaints if one.status not in OPEN and one.status is not Status.MERGED]
    return badly_handled_first(over)[:HANDFUL]


def still_open(complaints: Sequence[Earlier]) -> list[Earlier]:
    """The first handful of those that wait for something, in the same order."""
    return badly_handled_first([one for one in complaints if one.status in OPEN])[:HANDFUL]
