"""The one door through which a case comes to another owner (RO-2, RO-4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import stop_waiting
from services.routing.domain.case import Case
from services.routing.domain.cooldown import Resting
from services.routing.domain.ownership import How
from services.routing.settings import hot_rest
from services.routing.storage import cases, cooldowns, handoffs, ownerships
from shared.messaging.transaction import Transaction

MOVED = "the case has another owner"


@dataclass(frozen=True, slots=True)
class Waits:
    """The queue in which a case waits, and the lead who answers for it."""

    queue: str
    lead_id: UUID


async def move(
    case: Case,
    owner_id: UUID,
    *,
    how: How,
    why: tuple[str, ...],
    by: str,
    tx: Transaction,
    now: datetime,
    waits: Waits | None = None,
) -> Case:
    """Give a case, which the caller has locked, to `owner_id`: out of its queue, noted for good, and said to all.

    With `waits` they have it only until somebody suitable is found. An offer of it that still waits for its answer is
    withdrawn. `by` is the subject who decided.
    """
    waiting = await handoffs.open_of(case.complaint_id, tx)
    moved = case.owned_by(owner_id, why=why, since=now)
    if waits is not None:
        moved = replace(moved, queue=waits.queue, responsible_lead_id=waits.lead_id)
    await cases.save(moved, tx)
    await ownerships.add(moved, tx, how=how, by=by)
    if waiting is not None:
        withdrawn = waiting.withdrawn(now=now, why=MOVED)
        await handoffs.save(withdrawn, tx)
        await stop_waiting(waiting, tx)
        tx.publish(events.handoff_declined(withdrawn, now=now))
    await _rest(case, owner_id, how=how, tx=tx, now=now)
    tx.publish(events.case_assigned(moved, previous_owner_id=case.owner_id, how=how, now=now))
    return moved


async def _rest(case: Case, owner_id: UUID, *, how: How, tx: Transaction, now: datetime) -> None:
    """A hot case leaves one and comes to another, and both rest; a rest that was taken before this is kept.

    Raises Resting when somebody was chosen who rests: the whole move is undone (RO-10).
    """
    if not case.hot:
        return
    if not how.by_choice:
        await cooldowns.leave_with(owner_id, case.complaint_id, tx, now=now)
    elif not await cooldowns.take(owner_id, case.complaint_id, tx, now=now, rest=hot_rest()):
        raise Resting(await cooldowns.resting_until(owner_id, tx))
