"""Promises to the customer, as lines of a handoff's summary (RO-3)."""

from __future__ import annotations

from uuid import UUID

from services.routing.domain.ledger_line import Line
from services.routing.domain.promise import Promise, PromiseStatus
from services.routing.storage import promises
from shared.messaging.transaction import Transaction

_ORDER = (PromiseStatus.OPEN, PromiseStatus.DELAYED, PromiseStatus.BROKEN, PromiseStatus.KEPT)
"""What is owed first; what was withdrawn is nobody's concern any more."""

MOST = 50
"""So many at most: a summary is read, not audited."""


async def lines(complaint_id: UUID, tx: Transaction) -> tuple[Line, ...]:
    """The promises made in this case, open, late and broken ones first (RO-8); none where none is kept."""
    found = [one for one in await promises.of(complaint_id, tx) if one.status in _ORDER]
    found.sort(key=lambda one: (_ORDER.index(one.status), one.due_at, one.id))
    return tuple(_line(one) for one in found[:MOST])


def _line(promise: Promise) -> Line:
    code = "made_good" if promise.made_good_at is not None else promise.status.value
    return Line(f"promise_{code}", {"text": promise.terms.text, "due_at": promise.due_at.isoformat()})
