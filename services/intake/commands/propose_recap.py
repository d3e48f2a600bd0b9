"""Write down what we understood, for the customer to confirm (IN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain import recap as recaps
from services.intake.domain.actor import Actor
from services.intake.domain.answering import check_open
from services.intake.domain.complaint import changed
from services.intake.domain.recap import Recap
from services.intake.domain.wording.finding import Finding, insist
from services.intake.gateways.rulebook import findings_in
from services.intake.storage import complaints
from services.intake.storage import recaps as stored
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRecap:
    """Propose this text as the next version."""

    complaint_id: UUID
    text: str
    actor: Actor
    now: datetime


async def propose_recap(command: ProposeRecap, tx: Transaction) -> tuple[Recap, tuple[Finding, ...]]:
    """Add the version, and say what of it could be worded better: the customer reads it (IN-14).

    Raises ComplaintNotFound or WordingRefused.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    check_open(complaint)
    findings = insist(findings_in(command.text, language=complaint.language), pointer="/text")
    known = await stored.load(complaint.id, tx)
    recap = recaps.propose(known, text=command.text, by=command.actor.subject, now=command.now)
    await stored.save(complaint.id, recap, tx)
    await complaints.save(changed(complaint), tx)
    return recap, findings
