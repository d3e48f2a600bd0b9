"""Bodies of requests about queues, and of their answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.routing.api.schemas import CaseOut
from shared.http.schemas import In, Out, Text


class NextIn(In):
    """Which queue somebody wants to help with; none for whatever they can."""

    queue: Annotated[str, Text(100)] | None = Field(default=None, description="a department, or `general`")


class NextOut(Out):
    """The case that is theirs from now on, or null when nothing waits that they can take."""

    case: CaseOut | None


class WaitingOut(Out):
    """A case that waits for somebody who suits, and who answers for it until then."""

    complaint_id: UUID
    reference: str
    queue: str
    responsible_lead_id: UUID
    owner_id: UUID
    urgency: str
    hot: bool
    language: str
    department: str | None
    product: str | None
    recorded_at: datetime
    waiting_minutes: int


class ForgottenOut(Out):
    """An open case that has been quiet for too long."""

    complaint_id: UUID
    reference: str
    owner_id: UUID
    department: str | None
    urgency: str
    language: str
    recorded_at: datetime
    last_out_at: datetime | None = Field(description="when the customer last heard from us")
    last_in_at: datetime | None = Field(description="when we last heard from them")
    quiet_since: datetime = Field(description="the later of that word to the customer and the owner's beginning")
