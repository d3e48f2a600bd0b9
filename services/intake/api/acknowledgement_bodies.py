"""The acknowledgement of a complaint, going in and coming out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.api.finding_bodies import FindingOut
from services.intake.api.schemas import NARRATIVE_MAX
from services.intake.domain.acknowledgement import AckStatus
from services.intake.domain.vocabulary import Channel
from shared.http.schemas import In, Out


class AcknowledgementIn(In):
    """What somebody said or wrote to the customer by themselves (IN-13)."""

    text: Annotated[str, Field(min_length=1, max_length=NARRATIVE_MAX)]
    channel: Channel = Field(description="phone, in_person, letter, messaging, or email from their own mailbox")


class AcknowledgementOut(Out):
    """What the customer was told about our having their complaint."""

    complaint_id: UUID
    status: AckStatus | None
    """None while nothing was said."""
    by_person: bool
    """Whether it is a person who is to say it: no mail will, or the one that went did not arrive."""
    channel: Channel | None
    text: str | None
    """A mail's without the link, which is the customer's key."""
    handler: str | None
    handler_id: UUID | None
    made_at: datetime | None
    sent_at: datetime | None
    bounced_at: datetime | None
    """When the mail came back: it did not arrive."""
    why: str | None
    """Why it was not sent."""
    wording: list[FindingOut]
