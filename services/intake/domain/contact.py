"""Every time the customer heard from us or we from them, what it took, and how long they waited (IN-15)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.intake.domain.complaint import Complaint, changed
from services.intake.domain.vocabulary import Channel
from shared.kernel.errors import FieldError, Invalid

_CLOCK_TOLERANCE = timedelta(minutes=5)


class Direction(StrEnum):
    """From the customer to us, or from us to them."""

    IN = "in"
    OUT = "out"


class ContactAhead(Invalid):
    slug = "contact-ahead"
    title = "A contact is logged when it has happened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact: `at` when it was, `logged_at` when somebody wrote it down, `minutes_waited` by the customer."""

    id: UUID
    direction: Direction
    channel: Channel
    at: datetime
    minutes_waited: int | None
    said: str
    outcome: str
    what_it_took: str | None
    logged_by: str
    logged_at: datetime


def happened_at(at: datetime | None, *, now: datetime) -> datetime:
    """When it was; now where nobody says. Clocks may be a little fast. Raises ContactAhead."""
    if at is None:
        return now
    if at > now + _CLOCK_TOLERANCE:
        raise ContactAhead(fields=(FieldError("/at", ContactAhead.title),))
    return min(at, now)


def contacted(complaint: Complaint, contact: Contact, *, received_at: datetime) -> Complaint:
    """After the contact. The earliest that went out after we got the complaint is its first answer."""
    first = complaint.first_answered_at
    answers = contact.direction is Direction.OUT and contact.at >= received_at
    if answers and (first is None or contact.at < first):
        first = contact.at
    return replace(changed(complaint), first_answered_at=first)
