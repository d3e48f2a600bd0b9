"""How many complaints, and what became of them: the counts that every insight is made of (IN-15, IN-22)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts over some complaints. A merged one is told in `recorded` and `merged` and nowhere else."""

    recorded: int = 0
    merged: int = 0
    still_open: int = 0
    open_again: int = 0
    unanswered: int = 0
    resolved_once: int = 0
    awaiting_word: int = 0
    confirmed: int = 0
    by_silence: int = 0
    parted: int = 0
    reopened: int = 0
    reopenings: int = 0
    late: int = 0
    late_times: int = 0
    promise_broken: int = 0
    broken_promises: int = 0
    answered: int = 0
    answer_seconds: int = 0
    timed: int = 0
    resolution_seconds: int = 0

    @property
    def complaints(self) -> int:
        """Told twice is one complaint: recorded, less what was merged into another."""
        return self.recorded - self.merged

    @property
    def closed(self) -> int:
        """On the customer's word or by documented silence."""
        return self.confirmed + self.by_silence

    @property
    def resolved(self) -> int:
        """A resolution stands: given and not overtaken by a reopening, closed or not."""
        return self.awaiting_word + self.closed

    @property
    def confirmed_rate(self) -> float | None:
        """Of those that were ever told to be solved: the customer said so."""
        return share(self.confirmed, self.resolved_once)

    @property
    def reopened_rate(self) -> float | None:
        """Of those that were ever told to be solved: the customer said no."""
        return share(self.reopened, self.resolved_once)

    @property
    def mean_hours_to_answer(self) -> float | None:
        """Exact, over those that were answered."""
        return _hours(self.answer_seconds, self.answered)

    @property
    def mean_hours_to_resolution(self) -> float | None:
        """Exact, over those whose resolution stands; to the latest one where there were several."""
        return _hours(self.resolution_seconds, self.timed)


def share(part: int, whole: int) -> float | None:
    """A share between 0 and 1, to four digits; None of nothing."""
    return round(part / whole, 4) if whole else None


def _hours(seconds: int, times: int) -> float | None:
    return seconds / times / 3600 if times else None
