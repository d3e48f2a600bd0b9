"""Telling a customer what their complaint changed: once for each lesson, whoever tells it (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.intake.domain.vocabulary import Channel
from shared.kernel.errors import Conflict, NotFound

TELL_CUSTOMERS = "tell_customers"
"""The timer, keyed by the lesson's id, that tells its customers batch by batch."""
DOUBT = timedelta(minutes=5)
"""A mail that has been `sending` for so long was cut off, and nobody knows whether it went out."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=6)
_MOST_ATTEMPTS = 12


class TellingStatus(StrEnum):
    """Whether a customer has been told."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    BY_PERSON = "by_person"
    """A mail can't tell them: a person should, by phone or letter."""
    TOLD = "told"
    """A person told them."""
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    """It may have gone out; it is never sent again by itself, a person decides."""
    WITHDRAWN = "withdrawn"
    """We have parted since."""


FOR_A_PERSON = frozenset({TellingStatus.BY_PERSON, TellingStatus.UNKNOWN})


class TellingNotFound(NotFound):
    slug = "telling-not-found"
    title = "Nobody is to be told this here"


class NotForAPerson(Conflict):
    slug = "not-for-a-person"
    title = "A person tells whom a mail could not reach, or may not have reached, and only once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One customer and one lesson; `complaint_id` is the latest of their complaints in the family."""

    id: UUID
    lesson_id: UUID
    family_id: UUID
    customer_id: UUID
    complaint_id: UUID
    status: TellingStatus
    due_at: datetime
    attempts: int = 0
    claim_id: UUID | None = None
    claimed_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    channel: Channel | None = None


def claim(telling: Telling, *, claim_id: UUID, now: datetime) -> Telling:
    """In one sender's hands."""
    return replace(
        telling, status=TellingStatus.SENDING, claim_id=claim_id, claimed_at=now, attempts=telling.attempts + 1
    )


def put_off(telling: Telling, *, until: datetime) -> Telling:
    """Their address may not be written to before `until`: it never proved to be theirs, and had a mail just now."""
    return replace(telling, due_at=until)


def sent(telling: Telling, *, now: datetime) -> Telling:
    """The mail was accepted."""
    return _settled(telling, TellingStatus.SENT, by="system", channel=Channel.EMAIL, now=now)


def no_mail(telling: Telling, *, otherwise_reachable: bool, now: datetime) -> Telling:
    """No mail can tell them: a person has to, or nobody can."""
    if otherwise_reachable:
        return replace(telling, status=TellingStatus.BY_PERSON, claim_id=None)
    return _settled(telling, TellingStatus.UNREACHABLE, by="system", channel=None, now=now)


def deferred(telling: Telling, *, otherwise_reachable: bool, now: datetime) -> Telling:
    """It plainly did not go out: again later, ever more slowly, and after a dozen times it is for a person."""
    if telling.attempts >= _MOST_ATTEMPTS:
        return no_mail(telling, otherwise_reachable=otherwise_reachable, now=now)
    wait = min(_FIRST_WAIT * 2 ** max(telling.attempts - 1, 0), _LONGEST_WAIT)
    return replace(telling, status=TellingStatus.WAITING, claim_id=None, due_at=now + wait)


def uncertain(telling: Telling) -> Telling:
    """It may have gone out."""
    return replace(telling, status=TellingStatus.UNKNOWN)


def withdrawn(telling: Telling, *, now: datetime) -> Telling:
    """Not to be told any more."""
    return _settled(telling, TellingStatus.WITHDRAWN, by="system", channel=None, now=now)


def told(telling: Telling, *, by: str, channel: Channel, now: datetime) -> Telling:
    """A person told them. Raises NotForAPerson."""
    if telling.status not in FOR_A_PERSON:
        raise NotForAPerson(f"This one is {telling.status}", status=telling.status.value)
    return _settled(telling, TellingStatus.TOLD, by=by, channel=channel, now=now)


def _settled(telling: Telling, status: TellingStatus, *, by: str, channel: Channel | None, now: datetime) -> Telling:
    return replace(telling, status=status, settled_at=now, settled_by=by, channel=channel, claim_id=None)
