"""How far a complaint has gone, as far as followup has heard: what overtakes a survey, in any order of arrival."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The furthest point heard of: both numbers only grow, so the order in which news arrives does not matter."""

    complaint_id: UUID
    reopened_times: int = 0
    """The n-th reopening undoes the n-th resolution."""
    closed_version: int = 0
    """The complaint's version at its latest closing; 0 for never."""

    def and_then(self, other: Course) -> Course:
        """Both pieces of news together."""
        return Course(
            complaint_id=self.complaint_id,
            reopened_times=max(self.reopened_times, other.reopened_times),
            closed_version=max(self.closed_version, other.closed_version),
        )

    def reopened_since(self, resolution_number: int) -> bool:
        """Whether that resolution was undone."""
        return self.reopened_times >= resolution_number

    def closed_since(self, complaint_version: int) -> bool:
        """Whether the complaint was closed after it stood at that version."""
        return self.closed_version > complaint_version

    def overtakes(self, *, resolution_number: int, complaint_version: int) -> bool:
        """Whether asking about that resolution no longer makes sense (FO-1)."""
        return self.reopened_since(resolution_number) or self.closed_since(complaint_version)
