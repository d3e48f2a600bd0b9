"""Routing moved a case, or saw a lapse: the complaint follows and keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.intake.commands.acknowledge import let_fall_due
from services.intake.commands.follow_owner import FollowOwner, follow_owners
from services.intake.commands.note_lapse import NoteLapse, note_lapses
from services.intake.storage.lapses import Lapse
from shared.contracts.routing import CaseAssigned, ClockBreached, PromiseBroken
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transaction

_ROUTING = "routing"
ARRIVAL = "arrival"
"""How a case comes to its first owner; the others come by handoffs."""


async def follow_assignments(events: Sequence[Received[CaseAssigned]], tx: Transaction, now: datetime) -> None:
    """routing.case.assigned -> the owner, guarded by the version of the case; the first one is told to the customer."""
    commands = [
        FollowOwner(complaint_id=one.event.complaint_id, owner_id=one.event.owner_id, case_version=one.version)
        for one in events
    ]
    moved = await follow_owners(commands, tx)
    arrived = {one.event.complaint_id: now for one in events if one.event.how == ARRIVAL}
    if new := {id_: at for id_, at in arrived.items() if id_ in moved}:
        await let_fall_due(new, tx, now=now)


async def note_breaches(
    events: Sequence[Received[ClockBreached]],
    tx: Transaction,
    now: datetime,  # noqa: ARG001 - the signature of a reaction
) -> None:
    """routing.clock.breached -> late once more; a clock is known by its name and when it was due."""
    commands = []
    for told in (one.event for one in events):
        due = told.due_at.isoformat()
        lapse = Lapse(
            complaint_id=told.complaint_id, kind="late", fact=f"{told.clock} {due}", lapsed_at=told.breached_at
        )
        commands.append(NoteLapse(lapse=lapse, by=_ROUTING, detail={"clock": told.clock, "due_at": due}))
    await note_lapses(commands, tx)


async def note_broken_promises(
    events: Sequence[Received[PromiseBroken]],
    tx: Transaction,
    now: datetime,  # noqa: ARG001 - the signature of a reaction
) -> None:
    """routing.promise.broken -> one broken promise more."""
    commands = []
    for told in (one.event for one in events):
        promise = str(told.promise_id)
        lapse = Lapse(complaint_id=told.complaint_id, kind="promise_broken", fact=promise, lapsed_at=told.broken_at)
        detail = {"promise_id": promise, "due_at": told.due_at.isoformat()}
        commands.append(NoteLapse(lapse=lapse, by=_ROUTING, detail=detail))
    await note_lapses(commands, tx)
