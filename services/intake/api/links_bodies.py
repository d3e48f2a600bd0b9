"""Links to and from complaints as callers send and see them (IN-5)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from services.intake.domain.lifecycle import Status
from services.intake.domain.link import LinkKind
from services.intake.domain.vocabulary import Feeling, Urgency
from shared.http.schemas import In, Out, Text


class LinkIn(In):
    """What the complaint is about; for `staff` the reference is a staff id."""

    kind: LinkKind
    reference: Annotated[str, Text(200)]


class LinkOut(Out):
    """One link."""

    id: UUID
    kind: LinkKind
    reference: str
    linked_by: str
    linked_at: datetime


class LinkedComplaintOut(Out):
    """A complaint found by what it is linked to."""

    id: UUID
    reference: str
    status: Status
    owner_id: UUID
    department: str | None
    product: str | None
    category: str | None
    urgency: Urgency
    feeling: Feeling | None
    recorded_at: datetime
