"""Handoffs, the latest asked first, by receiver, sender and status: an inbox for whoever is asked (RO-4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, true

from services.routing.domain.actor import Actor
from services.routing.domain.case import CaseStatus
from services.routing.domain.handoff import OPEN, Handoff, HandoffStatus
from services.routing.storage import handoffs
from services.routing.storage.tables import cases
from services.routing.storage.tables import handoffs as table
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class ListHandoffs:
    """Which handoffs; only those that `by` may see."""

    by: Actor
    to_id: UUID | None
    from_id: UUID | None
    status: HandoffStatus | None
    unanswered: bool
    """Only those that were asked again, because nobody stands higher and nobody has answered."""
    limit: int


async def list_handoffs(query: ListHandoffs, tx: Transaction, *, after: KeysetAfter) -> Sequence[Handoff]:
    """At most limit + 1 handoffs: the one too many shows that there is a next page."""
    where = [
        after(table.c.offered_at, table.c.id),
        true() if query.to_id is None else table.c.to_id == query.to_id,
        true() if query.from_id is None else table.c.from_id == query.from_id,
        _in(query.status),
        and_(table.c.reminders > 0, _in(HandoffStatus.OFFERED)) if query.unanswered else true(),
        _visible_to(query.by),
    ]
    return await handoffs.listed(tx, where=where, limit=query.limit + 1)


def _in(status: HandoffStatus | None) -> ColumnElement[bool]:
    """In a status; once a case is resolved or closed, nobody need answer what is still open of it."""
    if status is None:
        return true()
    if status not in OPEN:
        return table.c.status == status.value
    return and_(table.c.status == status.value, cases.c.status == CaseStatus.OPEN.value)


def _visible_to(by: Actor) -> ColumnElement[bool]:
    """Their departments' cases, and what they sent or were asked to take."""
    if by.teams is None:
        return true()
    theirs = cases.c.department.in_(sorted(by.teams))
    if by.staff_id is None:
        return theirs
    return or_(theirs, table.c.to_id == by.staff_id, table.c.from_id == by.staff_id, cases.c.owner_id == by.staff_id)
