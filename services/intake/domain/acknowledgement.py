"""The acknowledgement of a complaint: at most one, and never canned (IN-13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import Channel
from shared.kernel.errors import Conflict, NotFound

FRESH = timedelta(days=7)
"""Who told us longer ago (a letter that lay about, an old mailbox) is not thanked by a machine."""
TRIED_FOR = timedelta(days=1)
"""A mail server that is busy for longer gets no more tries: "at once" is long over, and a person calls."""
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)


class AckStatus(StrEnum):
    """How far an acknowledgement is."""

    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    """It may have gone out: it is never sent again by itself."""
    REFUSED = "refused"
    BY_PERSON = "by_person"


class AlreadyAcknowledged(Conflict):
    slug = "already-acknowledged"
    title = "The customer was told already that we have the complaint, or is being told now"


class AcknowledgementNotFound(NotFound):
    slug = "acknowledgement-not-found"
    title = "This complaint was not acknowledged yet"


BY_PERSON = frozenset({Channel.PHONE, Channel.IN_PERSON, Channel.LETTER, Channel.EMAIL, Channel.MESSAGING})
"""How a person may acknowledge."""


def goes_out_by_itself(
    *, status: Status, channel: Channel, email: str | None, received_at: datetime, now: datetime
) -> bool:
    """Whether a mail acknowledges it; else a person does, or nobody needs to (an import, a complaint that moved on)."""
    fresh = received_at > now - FRESH
    return status is Status.RECORDED and channel is not Channel.IMPORT and bool(email) and fresh


def next_try(*, attempts: int, recorded_at: datetime, now: datetime) -> datetime | None:
    """When to try again after so many attempts that plainly failed; None when that would be too late."""
    when = now + min(FIRST_WAIT * 2 ** min(attempts - 1, 16), LONGEST_WAIT)
    return when if when <= recorded_at + TRIED_FOR else None


def may_be_made_by_person(status: AckStatus | None, *, bounced: bool) -> bool:
    """Whether a person may still do it: nothing went out for sure, or it came back."""
    return status in {None, AckStatus.UNKNOWN, AckStatus.REFUSED} or (status is AckStatus.SENT and bounced)
