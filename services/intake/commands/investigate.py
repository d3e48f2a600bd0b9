"""Look into what somebody did before they are blamed for it, and hear them (IN-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain import investigation as rules
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import changed
from services.intake.domain.investigation import Investigation
from services.intake.storage import complaints, investigations
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvestigation:
    """Find this out; `about_staff_id` None while nobody knows who was concerned."""

    complaint_id: UUID
    about_staff_id: UUID | None
    question: str
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeInvestigation:
    """This was found, on this evidence; and what the person concerned said, where they were heard."""

    complaint_id: UUID
    investigation_id: UUID
    finding: str
    evidence: str
    heard_staff: bool
    what_they_said: str | None
    actor: Actor
    now: datetime


async def open_investigation(command: OpenInvestigation, tx: Transaction) -> Investigation:
    """Add it. Raises ComplaintNotFound or OwnInvestigation."""
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    rules.check_investigator(about_staff_id=command.about_staff_id, investigator_id=command.actor.staff_id)
    investigation = Investigation(
        id=new_id(),
        about_staff_id=command.about_staff_id,
        question=command.question,
        opened_by=command.actor.subject,
        opened_at=command.now,
    )
    await investigations.add(complaint.id, investigation, tx)
    await complaints.save(changed(complaint), tx)
    return investigation


async def conclude_investigation(command: ConcludeInvestigation, tx: Transaction) -> Investigation:
    """The investigation with its finding.

    Raises ComplaintNotFound, InvestigationNotFound, OwnInvestigation, InvestigationConcluded or HearingUntold.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    concluded = rules.conclude(
        await investigations.load(complaint.id, command.investigation_id, tx),
        finding=command.finding,
        evidence=command.evidence,
        heard_staff=command.heard_staff,
        what_they_said=command.what_they_said,
        investigator_id=command.actor.staff_id,
        by=command.actor.subject,
        now=command.now,
    )
    await investigations.conclude(concluded, tx)
    await complaints.save(changed(complaint), tx)
    return concluded
