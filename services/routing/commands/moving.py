"""The one door through which a case comes to another owner (RO-2, RO-4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import stop_waiting
from services.routing.domain.case import Case
from services.routing.domain.ownership import How
from services.routing.storage import cases, handoffs, ownerships
from shared.messaging.transaction import Transaction

MOVED = "the case has another owner"


async def move(
    case: Case, owner_id: UUID, *, how: How, why: tuple[str, ...], by: str, tx: Transaction, now: datetime
) -> Case:
    """Give a case, which the caller has locked, to `owner_id`: out of its queue, noted for good, and said to all.

    An offer of it that still waits for its answer is withdrawn. `by` is the subject who decided.
    """
    waiting = await handoffs.open_of(case.complaint_id, tx)
    moved = case.owned_by(owner_id, why=why, since=now)
    await cases.save(moved, tx)
    await ownerships.add(moved, tx, how=how, by=by)
    if waiting is not None:
        withdrawn = waiting.withdrawn(now=now, why=MOVED)
        await handoffs.save(withdrawn, tx)
        await stop_waiting(waiting, tx)
        tx.publish(events.handoff_declined(withdrawn, now=now))
    tx.publish(events.case_assigned(moved, previous_owner_id=case.owner_id, how=how, now=now))
    return moved
