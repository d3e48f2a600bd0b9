"""Bodies of requests about promises, and of their answers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from services.routing.domain.promise import Promise, PromiseKind, PromiseStatus, Terms, Told
from services.routing.domain.promise_step import Step, StepKind
from services.routing.queries.promise_view import PromiseView
from services.routing.queries.promises_kept import KeptRow
from shared.http.schemas import Code, CurrencyCode, In, Instant, Out, Text

Words = Annotated[str, Text(2000)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class PromiseIn(In):
    """What is promised, and by when."""

    kind: PromiseKind
    text: Words = Field(description="in the words that the customer heard")
    due_at: Instant
    remedy: Annotated[str, Code(64)] | None = Field(default=None, description="what is granted; needs authority")
    amount: Amount | None = None
    currency: CurrencyCode | None = None
    made_by: UUID | None = Field(default=None, description="who promised it; an admin or a client names them")

    def terms(self) -> Terms:
        """What this promises."""
        return Terms(
            kind=self.kind,
            text=self.text,
            due_at=self.due_at,
            remedy=self.remedy,
            amount=self.amount,
            currency=self.currency,
        )


class CustomerToldIn(In):
    """How and when the customer was told, in which words."""

    how: Annotated[str, Text(64)]
    said: Words
    at: Instant

    def told(self) -> Told:
        """The telling as the rules see it."""
        return Told(how=self.how, said=self.said, at=self.at)


class DelayIn(In):
    """The new time, of which the customer was told before the old one had come."""

    due_at: Instant
    told: CustomerToldIn


class PromiseWithdrawalIn(In):
    """That it is off, of which the customer was told, or said so, before it was due."""

    told: CustomerToldIn


class KeptIn(In):
    """Nothing need be said of a promise that was kept."""


class PromiseOut(Out):
    """A promise as it stands."""

    id: UUID
    complaint_id: UUID
    made_by: UUID
    kind: PromiseKind
    text: str
    remedy: str | None
    amount: Decimal | None
    currency: str | None
    made_at: datetime
    first_due_at: datetime
    due_at: datetime
    status: PromiseStatus
    told_delay_at: datetime | None
    kept_at: datetime | None
    broken_at: datetime | None
    made_good_at: datetime | None
    version: int

    @classmethod
    def of(cls, promise: Promise) -> Self:
        return cls(**_members(promise))


def _members(promise: Promise) -> dict[str, object]:
    terms = promise.terms
    own = ("id", "complaint_id", "made_by", "made_at", "due_at", "status", "version")
    times = ("told_delay_at", "kept_at", "broken_at", "made_good_at")
    return {name: getattr(promise, name) for name in own + times} | {
        "kind": terms.kind,
        "text": terms.text,
        "remedy": terms.remedy,
        "amount": terms.amount,
        "currency": terms.currency,
        "first_due_at": terms.due_at,
    }


class ToldOut(Out):
    how: str
    said: str
    at: datetime


class PromiseStepOut(Out):
    """Something that happened to a promise; `due_at` is when it was owed before."""

    what: StepKind
    at: datetime
    by: str
    due_at: datetime
    told: ToldOut | None

    @classmethod
    def of(cls, step: Step) -> Self:
        return cls.model_validate(step)


class PromiseDetail(PromiseOut):
    """A promise with everything that happened to it, the first thing first."""

    steps: list[PromiseStepOut]

    @classmethod
    def seen(cls, view: PromiseView) -> Self:
        return cls(**_members(view.promise), steps=[PromiseStepOut.of(step) for step in view.steps])


class KeptRateOut(Out):
    """Of a person (`staff_id`, `name`) or a team (`team`, null: of none); rates of fewer than five are null."""

    staff_id: UUID | None
    name: str | None
    team: str | None
    kept: int
    kept_later: int = Field(description="at a later time, of which the customer was told before the first had passed")
    broken: int = Field(description="due, and the customer had not been told")
    as_promised: float | None = Field(description="share kept at its first time")
    kept_or_told: float | None = Field(description="share of which the customer always knew where they stand")

    @classmethod
    def of(cls, row: KeptRow) -> Self:
        person = isinstance(row.key, UUID)
        return cls(
            staff_id=row.key if isinstance(row.key, UUID) else None,
            name=row.name if person else None,
            team=None if person else row.name or None,
            kept=row.rate.kept,
            kept_later=row.rate.kept_later,
            broken=row.rate.broken,
            as_promised=row.rate.as_promised,
            kept_or_told=row.rate.kept_or_told,
        )
