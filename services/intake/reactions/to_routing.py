"""Routing moved a case: its complaint follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.intake.commands.follow_owner import FollowOwner, follow_owners
from shared.contracts.routing import CaseAssigned
from shared.messaging.subscription import Received
from shared.messaging.transaction import Transaction


async def follow_assignments(
    events: Sequence[Received[CaseAssigned]],
    tx: Transaction,
    now: datetime,  # noqa: ARG001 - the signature of a reaction
) -> None:
    """routing.case.assigned -> the owner, guarded by the version of the case."""
    commands = [
        FollowOwner(complaint_id=one.event.complaint_id, owner_id=one.event.owner_id, case_version=one.version)
        for one in events
    ]
    await follow_owners(commands, tx)
