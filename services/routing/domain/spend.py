"""What somebody spent of their budget on a customer, and its reversal (RO-9).

Whoever spent it in good faith is not judged: there is no member here for a verdict, and none for whose fault it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, PreconditionRequired
from shared.kernel.money import Money


class ReversalReason(Enum):
    """Why it was not spent after all. Both say something of the money, neither of a person."""

    ENTERED_WRONGLY = "entered_wrongly"
    NOT_USED = "not_used"


class SpendNotFound(NotFound):
    slug = "spend-not-found"
    title = "Nothing like this was spent here"


class SpendReversed(Conflict):
    slug = "spend-reversed"
    title = "This was put right already"


class NotYourBudget(Forbidden):
    slug = "not-your-budget"
    title = "Everybody spends of their own budget"


class SpenderUnknown(Invalid):
    slug = "spender-unknown"
    title = "There is nobody in the directory whose budget this could be"


class SpendKeyRequired(PreconditionRequired):
    slug = "idempotency-key-required"
    title = "Money needs an Idempotency-Key, so that asking again never spends twice"


class SpendKeyReused(Invalid):
    slug = "spend-key-reused"
    title = "This Idempotency-Key was used to spend something else"


@dataclass(frozen=True, slots=True)
class Spend:
    """Something for a customer, with what it cost. `id` is also the posting's; `key` makes a repetition known."""

    id: UUID
    budget_id: UUID
    staff_id: UUID
    complaint_id: UUID
    amount: Money
    what: str
    why: str | None
    key: str
    spent_at: datetime
    reversed_by: UUID | None = None
    """The posting that put it right."""
    reversal_reason: ReversalReason | None = None
    reversed_at: datetime | None = None
    version: int = 1

    def require_same(self, *, complaint_id: UUID, amount: Money, what: str, why: str | None) -> None:
        """Raises SpendKeyReused unless what came with the same key asks for the same."""
        if (complaint_id, amount, what, why) != (self.complaint_id, self.amount, self.what, self.why):
            raise SpendKeyReused

    def put_right(self, *, by_posting: UUID, reason: ReversalReason, now: datetime) -> Spend:
        """The same spend, reversed. Raises SpendReversed where it was put right already."""
        if self.reversed_by is not None:
            raise SpendReversed
        return replace(self, reversed_by=by_posting, reversal_reason=reason, reversed_at=now, version=self.version + 1)
