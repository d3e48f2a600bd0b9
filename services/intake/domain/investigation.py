"""Before anybody is blamed somebody looks into it, and the person concerned is heard (IN-12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shared.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound


class OwnInvestigation(Forbidden):
    slug = "own-investigation"
    title = "Nobody investigates themselves"


class HearingUntold(Invalid):
    slug = "hearing-untold"
    title = "Who heard the person concerned writes down what they said"


class InvestigationConcluded(Conflict):
    slug = "investigation-concluded"
    title = "This investigation was concluded already; open another"


class InvestigationNotFound(NotFound):
    slug = "investigation-not-found"
    title = "This complaint has no such investigation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """One investigation; `about_staff_id` None while it isn't known who was concerned."""

    id: UUID
    about_staff_id: UUID | None
    question: str
    opened_by: str
    opened_at: datetime
    finding: str | None = None
    evidence: str | None = None
    heard_staff: bool | None = None
    what_they_said: str | None = None
    concluded_by: str | None = None
    concluded_at: datetime | None = None

    @property
    def is_concluded(self) -> bool:
        """Whether there is a finding."""
        return self.concluded_at is not None

    @property
    def version(self) -> int:
        """1 as opened, 2 when it is concluded: it is written twice at most."""
        return 2 if self.is_concluded else 1


def check_investigator(*, about_staff_id: UUID | None, investigator_id: UUID | None) -> None:
    """Raise OwnInvestigation when somebody would look into what they did themselves."""
    if about_staff_id is not None and about_staff_id == investigator_id:
        raise OwnInvestigation


def conclude(
    investigation: Investigation,
    *,
    finding: str,
    evidence: str,
    heard_staff: bool,
    what_they_said: str | None,
    investigator_id: UUID | None,
    by: str,
    now: datetime,
) -> Investigation:
    """With its finding. Raises OwnInvestigation, InvestigationConcluded or HearingUntold."""
    check_investigator(about_staff_id=investigation.about_staff_id, investigator_id=investigator_id)
    if investigation.is_concluded:
        raise InvestigationConcluded
    if heard_staff is not (what_they_said is not None):
        detail = "what did they say?" if heard_staff else "only where they were heard"
        raise HearingUntold(fields=(FieldError("/what_they_said", detail),))
    return replace(
        investigation,
        finding=finding,
        evidence=evidence,
        heard_staff=heard_staff,
        what_they_said=what_they_said,
        concluded_by=by,
        concluded_at=now,
    )
