"""Look at complaints again as the customer's occasion comes near (IN-9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain.lifecycle import Status
from services.intake.domain.understanding import reassess
from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage import changes, complaints, occasions
from services.intake.storage.changes import Change
from shared.messaging.transaction import Transaction

_ENDED = frozenset({Status.PARTED, Status.MERGED})
_BY = "raise_urgency"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOccasions:
    """These complaints were recorded, and given their urgency, at these times; some of them have an occasion."""

    recorded: Mapping[UUID, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassessUrgency:
    """The occasion of this complaint has come nearer, or is over."""

    complaint_id: UUID
    now: datetime


async def watch_occasions(command: WatchOccasions, tx: Transaction) -> None:
    """Let those with an occasion be looked at again when it changes their urgency."""
    found = await occasions.lock(command.recorded, tx)
    await occasions.watch([(one, command.recorded[one.complaint_id]) for one in found], tx)


async def reassess_urgency(command: ReassessUrgency, tx: Transaction) -> None:
    """Give it the urgency of now, say so where that is another, and look again at the next turn.

    A closed complaint keeps what it has until it is reopened; one that ended is let go.
    """
    complaint = (await complaints.lock([command.complaint_id], tx)).get(command.complaint_id)
    if complaint is None or complaint.status in _ENDED:
        return
    after = reassess(complaint, now=command.now)
    if after is not None:
        detail = {"from": complaint.urgency.value, "to": after.urgency.value}
        change = Change(complaint_id=after.id, kind=ChangeKind.URGENCY, by=_BY, at=command.now, detail=detail)
        await changes.add([change], tx)
        await complaints.save(after, tx)
        tx.publish(events.classified(after, now=command.now))
    found = await occasions.lock([command.complaint_id], tx)
    await occasions.watch([(one, command.now) for one in found], tx)
