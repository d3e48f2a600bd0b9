"""What intake has told of a complaint, so that any order of telling ends in the same state.

The status is the one of the highest complaint version heard of; `heard` counts the facts, so that the case's own
version comes out the same too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from services.routing.domain.case import CaseStatus


class Happening(Enum):
    RECORDED = "recorded"
    RECAP_CONFIRMED = "recap_confirmed"
    CLASSIFIED = "classified"
    CONTACTED = "contacted"
    OFFERED = "offered"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"


STATUS_AFTER: dict[Happening, CaseStatus] = {
    Happening.RECORDED: CaseStatus.OPEN,
    Happening.RESOLVED: CaseStatus.RESOLVED,
    Happening.CLOSED: CaseStatus.CLOSED,
    Happening.REOPENED: CaseStatus.OPEN,
}
"""What is not here changes no status: a confirmed recap, a classification, a contact, an offer."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a complaint, at which version of it.

    `number` is the resolution's number for RESOLVED, the number of reopenings for REOPENED, and the recap's version
    for RECAP_CONFIRMED. `detail` holds codes, as JSON knows them: see `classification.py` and `correspondence.py`.
    """

    complaint_id: UUID
    version: int
    what: Happening
    at: datetime
    number: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a complaint stands. `status_version` is the complaint version that `status` comes from, 0 for none yet."""

    complaint_id: UUID
    status: CaseStatus = CaseStatus.OPEN
    status_version: int = 0
    heard: int = 0

    def after(self, fact: Fact) -> Progress:
        """One fact more; an older one than the status known is counted and changes no status."""
        status = STATUS_AFTER.get(fact.what)
        if status is None or fact.version <= self.status_version:
            return Progress(self.complaint_id, self.status, self.status_version, self.heard + 1)
        return Progress(self.complaint_id, status, fact.version, self.heard + 1)


def told(facts: Iterable[Fact]) -> tuple[Progress, ...]:
    """What a batch of facts adds, one Progress for each complaint, ordered by its id (so that locks never cross)."""
    by_complaint: dict[UUID, Progress] = {}
    for fact in facts:
        before = by_complaint.get(fact.complaint_id) or Progress(fact.complaint_id)
        by_complaint[fact.complaint_id] = before.after(fact)
    return tuple(by_complaint[complaint_id] for complaint_id in sorted(by_complaint))
