"""Apologise, once and sincerely, with the steps that follow (IN-16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain import apology as apologies
from services.intake.domain.actor import Actor
from services.intake.domain.answering import check_open
from services.intake.domain.apology import Apology, GivenApology
from services.intake.domain.complaint import changed
from services.intake.domain.gate import Remark
from services.intake.gateways.rulebook import findings_in
from services.intake.storage import apologies as stored
from services.intake.storage import complaints
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Apologise:
    """Keep this apology, as it was said."""

    complaint_id: UUID
    given: GivenApology
    actor: Actor
    now: datetime


async def apologise(command: Apologise, tx: Transaction) -> tuple[Apology, tuple[Remark, ...]]:
    """The apology and the remarks on its wording. Whether we are liable stays as open as it was (IN-8).

    Raises ComplaintNotFound, NotPossibleNow, ApologyIncomplete or WordingRefused.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    check_open(complaint)
    said, remarks = apologies.apologise(
        command.given,
        id_=new_id(),
        earlier=await stored.count(complaint.id, tx),
        language=complaint.language,
        findings={
            pointer: findings_in(text, language=complaint.language) for pointer, text in command.given.texts().items()
        },
        by=command.actor.subject,
        now=command.now,
    )
    await stored.add(complaint.id, said, tx)
    await complaints.save(changed(complaint), tx)
    return said, remarks
