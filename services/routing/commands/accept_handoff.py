"""Accept a handoff: from here on the receiver owns the case (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.routing import events
from services.routing.commands.answering import answerable, stop_waiting
from services.routing.commands.moving import move
from services.routing.domain.actor import Actor
from services.routing.domain.cooldown import Resting
from services.routing.domain.handoff import Handoff
from services.routing.domain.ownership import How
from services.routing.domain.receiving import ReceiverHasLeft
from services.routing.storage import cooldowns, handoffs, staff
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AcceptHandoff:
    """The receiver, or an admin for them, takes the case."""

    handoff_id: UUID
    by: Actor
    rest: timedelta
    """For which whoever takes a hot case gets no other one (RO-10)."""
    now: datetime
    summary_sha256: str | None = None
    """The digest of the summary that the receiver read, where they name it."""


async def accept_handoff(command: AcceptHandoff, tx: Transaction) -> Handoff:
    """Move the case to the receiver, who has read the summary.

    Raises HandoffNotFound, NotTheReceiver, HandoffAwaitsSummary, HandoffAnswered, SummaryChanged, CaseNotOpen,
    ReceiverHasLeft, Resting.
    """
    case, handoff = await answerable(command.handoff_id, command.by, tx)
    accepted = handoff.accepted(by=command.by.subject, now=command.now, summary_sha256=command.summary_sha256)
    case.require_open()
    receiver = await staff.load(handoff.to_id, tx)
    if receiver is None or not receiver.active:
        raise ReceiverHasLeft
    if case.hot and not await cooldowns.take(handoff.to_id, case.complaint_id, tx, now=command.now, rest=command.rest):
        raise Resting(await cooldowns.resting_until(handoff.to_id, tx))
    await handoffs.save(accepted, tx)
    await stop_waiting(handoff, tx)
    await move(
        case,
        handoff.to_id,
        how=How.HANDOFF,
        why=("accepted the handoff", f"handed over because of: {handoff.reason.value}"),
        by=command.by.subject,
        tx=tx,
        now=command.now,
    )
    tx.publish(events.handoff_accepted(accepted, now=command.now))
    return accepted
