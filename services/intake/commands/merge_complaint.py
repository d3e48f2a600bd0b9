"""Let a complaint that was told twice go on as the other one; the history of both is kept (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import complaint as life
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.errors import ComplaintNotFound
from services.intake.domain.merging import check_merge
from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage import changes, complaints
from services.intake.storage.changes import Change
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeComplaint:
    """Merge this one into `into`; a person has looked at both."""

    complaint_id: UUID
    into: UUID
    reason: str | None
    expected_version: int | None
    actor: Actor
    now: datetime


async def merge_complaint(command: MergeComplaint, tx: Transaction) -> Complaint:
    """The complaint, merged; what was merged into it before goes along.

    Raises ComplaintNotFound (for either, foreign or missing), PreconditionFailed, NotPossibleNow, MergedIntoItself,
    TargetGone or DifferentCustomers.
    """
    # Both at once, in the order of their ids: two people who merge crosswise wait for each other, and the second is
    # told that its target has gone.
    found = await complaints.lock((command.complaint_id, command.into), tx)
    complaint, into = found.get(command.complaint_id), found.get(command.into)
    if complaint is None or into is None or not (_sees(command.actor, complaint) and _sees(command.actor, into)):
        raise ComplaintNotFound
    if command.expected_version not in (None, complaint.version):
        raise PreconditionFailed(current_version=complaint.version)
    check_merge(complaint, into)
    merged = life.merge(complaint, into=into.id)
    await complaints.save(merged, tx)
    await complaints.save(life.changed(into), tx)
    await complaints.follow_merge(merged.id, into.id, tx)
    by, at, told = command.actor.subject, command.now, {"reason": command.reason}
    await changes.add(
        [
            Change(
                complaint_id=merged.id, kind=ChangeKind.MERGED, by=by, at=at, detail=told | {"into_id": str(into.id)}
            ),
            Change(
                complaint_id=into.id, kind=ChangeKind.TOOK_IN, by=by, at=at, detail=told | {"from_id": str(merged.id)}
            ),
        ],
        tx,
    )
    tx.publish(events.merged(merged, now=at))
    return merged


def _sees(actor: Actor, complaint: Complaint) -> bool:
    return actor.sees(department=complaint.department, owner_id=complaint.owner_id, recorder_id=complaint.recorder_id)
