"""Routing moved a case: its complaint follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.intake.commands.acknowledge import let_fall_due
from services.intake.commands.follow_owner import FollowOwner, follow_owners
from shared.contracts.routing import CaseAssigned
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transaction

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
