"""End a complaint without satisfaction, with respect, by a manager's decision (IN-23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import complaint as life
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.parting import Parting, check_parting
from services.intake.domain.vocabulary import ChangeKind
from services.intake.domain.wording.finding import Finding, insist
from services.intake.gateways.rulebook import findings_in
from services.intake.storage import changes, complaints
from services.intake.storage.changes import Change
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PartComplaint:
    """A manager decides this; the caller has checked that it is one."""

    complaint_id: UUID
    parting: Parting
    expected_version: int | None
    actor: Actor
    now: datetime


async def part_complaint(command: PartComplaint, tx: Transaction) -> tuple[Complaint, tuple[Finding, ...]]:
    """The complaint, parted, and what could have been worded better.

    Raises ComplaintNotFound, PreconditionFailed, NotPossibleNow, PartingIncomplete or WordingRefused.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    if command.expected_version not in (None, complaint.version):
        raise PreconditionFailed(current_version=complaint.version)
    parted = life.part(complaint)
    parting = command.parting
    check_parting(parting, complaint)
    findings = insist(findings_in(parting.words or "", language=complaint.language), pointer="/words")
    await complaints.save(parted, tx)
    detail = {
        "reason": parting.reason,
        "words": parting.words,
        "where_to_turn": parting.where_to_turn,
        "channel": parting.channel.value if parting.channel else None,
    }
    change = Change(
        complaint_id=parted.id, kind=ChangeKind.PARTED, by=command.actor.subject, at=command.now, detail=detail
    )
    await changes.add([change], tx)
    tx.publish(events.parted(parted, decided_by=command.actor.staff_id, now=command.now))
    return parted, findings
