"""What followup says: what was asked, what the customer answered, what they said unasked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from shared.contracts.envelope import Event


class SurveySent(Event, of="followup.survey.sent"):
    """A survey went out, once, 24 to 48 hours after the resolution (FO-1)."""

    survey_id: UUID
    complaint_id: UUID
    channel: str
    sent_at: datetime


class SurveyMissed(Event, of="followup.survey.missed"):
    """A survey could not go out inside its window, and never will (FO-1)."""

    survey_id: UUID
    complaint_id: UUID
    why: str
    missed_at: datetime


class SurveyAnswered(Event, of="followup.survey.answered"):
    """The customer answered; numbers and codes only (FO-3)."""

    survey_id: UUID
    complaint_id: UUID
    solved: bool
    satisfaction: int | None
    effort: int | None
    recommendation: int | None
    repeated_themselves: bool | None
    answered_at: datetime


class SolutionConfirmed(Event, of="followup.solution.confirmed"):
    """The customer says that it is truly solved (FO-2)."""

    survey_id: UUID
    complaint_id: UUID
    resolution_number: int
    confirmed_at: datetime


class SolutionDenied(Event, of="followup.solution.denied"):
    """The customer says that it is not solved (FO-2)."""

    survey_id: UUID
    complaint_id: UUID
    resolution_number: int
    denied_at: datetime


class SolutionAssumed(Event, of="followup.solution.assumed"):
    """The customer stayed silent after being asked; documented silence (FO-2, IN-20)."""

    survey_id: UUID
    complaint_id: UUID
    resolution_number: int
    assumed_at: datetime


class CommentReceived(Event, of="followup.comment.received"):
    """A comment about staff was left (FO-5). Its words stay with followup."""

    comment_id: UUID
    customer_id: UUID | None
    staff_ids: tuple[UUID, ...]
    rating: int
    """1 to 5."""
    voluntary: bool
    language: str
    source: str
    received_at: datetime


class CommentWithdrawn(Event, of="followup.comment.withdrawn"):
    """Whoever left a comment took it back (RE-4)."""

    comment_id: UUID
    staff_ids: tuple[UUID, ...]
    withdrawn_at: datetime
