"""A case: a complaint as routing sees it, which always has exactly one owner (RO-2, IN-2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from shared.kernel.errors import Conflict, NotFound


class CaseStatus(Enum):
    """What intake last said of the complaint; a reopened one is open again."""

    OPEN = "open"
    RESOLVED = "resolved"
    CLOSED = "closed"


class CaseNotFound(NotFound):
    slug = "case-not-found"
    title = "There is no such case here"


class CaseNotOpen(Conflict):
    slug = "case-not-open"
    title = "The case is resolved or closed, so there is nothing to hand over"


@dataclass(frozen=True, slots=True)
class Case:
    """A case and who owns it; `version` rises with each change and is the aggregate version of its events."""

    complaint_id: UUID
    reference: str
    owner_id: UUID
    recorder_id: UUID
    customer_id: UUID | None
    status: CaseStatus
    language: str
    department: str | None
    product: str | None
    wish: str | None
    feeling: str | None
    recorded_at: datetime
    owner_since: datetime
    why: tuple[str, ...]
    branch: str | None = None
    channel: str | None = None
    urgency: str = "normal"
    classified_version: int = 0
    """The version of the complaint that department, product, wish, feeling, branch and urgency come from."""
    hot: bool = False
    last_out_at: datetime | None = None
    last_in_at: datetime | None = None
    queue: str | None = None
    responsible_lead_id: UUID | None = None
    version: int = 1

    def touched(self) -> Case:
        """The same case, one version on, because something that belongs to it happened."""
        return replace(self, version=self.version + 1)

    def owned_by(self, owner_id: UUID, *, why: tuple[str, ...], since: datetime) -> Case:
        """The case with its new owner, out of any queue."""
        return replace(
            self,
            owner_id=owner_id,
            owner_since=since,
            why=why,
            queue=None,
            responsible_lead_id=None,
            version=self.version + 1,
        )

    def require_open(self) -> None:
        """Raises CaseNotOpen for a case that is resolved or closed."""
        if self.status is not CaseStatus.OPEN:
            raise CaseNotOpen
