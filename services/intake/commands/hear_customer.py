"""Hear from the customer themselves whether it is solved: through staff, or on their own page (IN-20, IN-24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import complaint as life
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.errors import ResolutionOvertaken
from services.intake.domain.vocabulary import ChangeKind, ClosedHow
from services.intake.domain.word import CustomersWord
from services.intake.storage import changes, complaints
from services.intake.storage.changes import Change
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class HearCustomer:
    """The customer's word on the latest resolution; `expected_version` None takes the complaint as it is."""

    complaint_id: UUID
    word: CustomersWord
    resolution_number: int | None
    """The resolution that they spoke about, where that is known; None for the latest."""
    expected_version: int | None
    actor: Actor
    now: datetime


async def hear_customer(command: HearCustomer, tx: Transaction) -> Complaint:
    """Closed when it is solved, open again with the same owner when it is not.

    Raises ComplaintNotFound, PreconditionFailed, ResolutionOvertaken, or NotPossibleNow when there is no resolution
    to speak about.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    if command.expected_version not in (None, complaint.version):
        raise PreconditionFailed(current_version=complaint.version)
    if command.resolution_number not in (None, complaint.resolution_number):
        raise ResolutionOvertaken(f"Resolution {complaint.resolution_number} is the latest")
    word = command.word
    if word.solved:
        moved = life.close(complaint, how=ClosedHow.CONFIRMED, now=command.now)
        kind, message = ChangeKind.CLOSED, events.closed(moved, now=command.now)
    else:
        moved = life.reopen(complaint)
        kind, message = ChangeKind.REOPENED, events.reopened(moved, now=command.now)
    await complaints.save(moved, tx)
    detail = {"channel": word.channel.value, "said": word.said}
    await changes.add([Change(complaint_id=moved.id, kind=kind, by=word.by, at=command.now, detail=detail)], tx)
    tx.publish(message)
    return moved
