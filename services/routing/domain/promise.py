"""A promise to a customer: who, what and by when; kept, told late in time, or broken silently (RO-8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from uuid import UUID

from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound
from shared.kernel.money import Money


class PromiseKind(Enum):
    """What was promised."""

    CALL = "call"
    MESSAGE = "message"
    REMEDY = "remedy"
    VISIT = "visit"
    OTHER = "other"


class PromiseStatus(Enum):
    """How it stands with a promise."""

    OPEN = "open"
    DELAYED = "delayed"
    """The customer was told in time that it comes later; it is owed at the new time."""
    KEPT = "kept"
    BROKEN = "broken"
    """It was due, and the customer had not been told: broken silently. It stays so, even when made good."""
    WITHDRAWN = "withdrawn"
    """The customer was told in time that it is off, or said themselves that it is no longer needed."""


OWED = frozenset({PromiseStatus.OPEN, PromiseStatus.DELAYED})
"""What still has to be kept by its time."""

TRANSITIONS: dict[PromiseStatus, frozenset[PromiseStatus]] = {
    PromiseStatus.OPEN: frozenset(
        {PromiseStatus.KEPT, PromiseStatus.DELAYED, PromiseStatus.BROKEN, PromiseStatus.WITHDRAWN}
    ),
    PromiseStatus.DELAYED: frozenset(
        {PromiseStatus.KEPT, PromiseStatus.DELAYED, PromiseStatus.BROKEN, PromiseStatus.WITHDRAWN}
    ),
    PromiseStatus.KEPT: frozenset(),
    PromiseStatus.BROKEN: frozenset(),
    PromiseStatus.WITHDRAWN: frozenset(),
}


class PromiseNotFound(NotFound):
    slug = "promise-not-found"
    title = "There is no such promise here"


class PromiseSettled(Conflict):
    slug = "promise-settled"
    title = "How this promise ended is settled"


class ToldTooLate(Conflict):
    slug = "told-too-late"
    title = "The customer was not told before it was due, so the promise is broken silently"


class PromiseIncomplete(Invalid):
    slug = "promise-incomplete"
    title = "A promise says what, to whom and by when"


class MakerUnknown(Invalid):
    slug = "promise-maker-unknown"
    title = "Somebody who works here must stand behind a promise"


class TellingImpossible(Invalid):
    slug = "telling-impossible"
    title = "The customer can't have been told like this"


@dataclass(frozen=True, slots=True)
class Told:
    """How and when the customer was told, in which words."""

    how: str
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """What is promised. A remedy may have an amount; anything else has neither."""

    kind: PromiseKind
    text: str
    due_at: datetime
    remedy: str | None = None
    amount: Decimal | None = None
    currency: str | None = None

    @property
    def money(self) -> Money | None:
        """The amount with its currency, None where none is named."""
        return None if self.amount is None or self.currency is None else Money(self.amount, self.currency)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as it stands. `version` rises with each step and is the aggregate version of its events."""

    id: UUID
    complaint_id: UUID
    made_by: UUID
    terms: Terms
    made_at: datetime
    due_at: datetime
    """When it is owed now; `terms.due_at` is what was promised at first."""
    status: PromiseStatus = PromiseStatus.OPEN
    told_delay_at: datetime | None = None
    kept_at: datetime | None = None
    broken_at: datetime | None = None
    made_good_at: datetime | None = None
    """When it was done after all, though it had been broken."""
    version: int = 1

    @property
    def is_owed(self) -> bool:
        """Whether the customer is waiting for it."""
        return self.status in OWED

    def is_overdue(self, *, now: datetime, grace: timedelta) -> bool:
        """Whether it is owed, and its time and the `grace` for writing it down are over: at that moment they are."""
        return self.is_owed and now >= self.due_at + grace

    def kept(self, *, now: datetime) -> Promise:
        """It was done. What was broken stays broken and is made good. Raises PromiseSettled."""
        if self.status is PromiseStatus.BROKEN and self.made_good_at is None:
            return replace(self, made_good_at=now, version=self.version + 1)
        return replace(self._became(PromiseStatus.KEPT), kept_at=now)

    def delayed(self, *, due_at: datetime, told: Told, now: datetime, grace: timedelta) -> Promise:
        """The customer knows, before it was due, that it comes at `due_at`.

        Raises PromiseSettled, ToldTooLate, TellingImpossible, PromiseIncomplete for a new time that is no later one.
        """
        self._require_told_in_time(told, now=now, grace=grace)
        if due_at <= max(self.due_at, now):
            raise PromiseIncomplete(fields=(FieldError("/due_at", "must be later than before, and to come"),))
        return replace(self._became(PromiseStatus.DELAYED), due_at=due_at, told_delay_at=told.at)

    def withdrawn(self, *, told: Told, now: datetime, grace: timedelta) -> Promise:
        """The customer knows, before it was due, that it is off. Raises as `delayed` does."""
        self._require_told_in_time(told, now=now, grace=grace)
        return self._became(PromiseStatus.WITHDRAWN)

    def broken(self, *, now: datetime, grace: timedelta) -> Promise:
        """The same promise, broken silently where it is overdue; unchanged where it is not owed or has time yet."""
        if not self.is_overdue(now=now, grace=grace):
            return self
        return replace(self._became(PromiseStatus.BROKEN), broken_at=now)

    def _require_told_in_time(self, told: Told, *, now: datetime, grace: timedelta) -> None:
        self._require(self.is_owed)
        if not self.made_at <= told.at <= now:
            detail = "must lie between the promise and now"
            raise TellingImpossible(fields=(FieldError("/told/at", detail),))
        if told.at > self.due_at or self.is_overdue(now=now, grace=grace):
            raise ToldTooLate(due_at=self.due_at.isoformat())

    def _became(self, status: PromiseStatus) -> Promise:
        self._require(status in TRANSITIONS[self.status])
        return replace(self, status=status, version=self.version + 1)

    def _require(self, possible: bool) -> None:
        if not possible:
            raise PromiseSettled(f"This promise is {self.status.value}", status=self.status.value)


def made(*, id: UUID, complaint_id: UUID, made_by: UUID, terms: Terms, now: datetime) -> Promise:
    """A new promise. Raises PromiseIncomplete with everything that its terms lack."""
    if missing := _missing(terms, now):
        raise PromiseIncomplete(fields=tuple(missing))
    return Promise(id=id, complaint_id=complaint_id, made_by=made_by, terms=terms, made_at=now, due_at=terms.due_at)


def _missing(terms: Terms, now: datetime) -> Sequence[FieldError]:
    found: list[FieldError] = []
    if terms.due_at <= now:
        found.append(FieldError("/due_at", "must be to come"))
    if terms.kind is PromiseKind.REMEDY and terms.remedy is None:
        found.append(FieldError("/remedy", "say which remedy is promised"))
    if terms.kind is not PromiseKind.REMEDY and terms.remedy is not None:
        found.append(FieldError("/kind", "is remedy where a remedy is promised"))
    if terms.amount is not None and terms.remedy is None:
        found.append(FieldError("/amount", "belongs to a remedy"))
    if terms.amount is not None and terms.currency is None:
        found.append(FieldError("/currency", "is part of an amount"))
    if terms.amount is None and terms.currency is not None:
        found.append(FieldError("/amount", "is missing beside its currency"))
    return found
