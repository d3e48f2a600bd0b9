"""Record the customer's word on a recap: confirmed, or corrected (IN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import recap as recaps
from services.intake.domain.actor import Actor
from services.intake.domain.answering import check_open
from services.intake.domain.complaint import changed
from services.intake.domain.recap import ConfirmedBy, Recap
from services.intake.domain.vocabulary import Channel
from services.intake.storage import complaints
from services.intake.storage import recaps as stored
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRecap:
    """The customer confirmed this version, or corrected it with their own text."""

    complaint_id: UUID
    version: int
    confirmed_by: ConfirmedBy
    channel: Channel
    correction: str | None
    actor: Actor
    now: datetime


async def confirm_recap(command: ConfirmRecap, tx: Transaction) -> Recap:
    """What now holds: the version named, or the correction as a new one.

    Raises ComplaintNotFound, RecapNotFound, RecapSettled or RecapOvertaken.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    check_open(complaint)
    settled = recaps.confirm(
        await stored.load(complaint.id, tx),
        version=command.version,
        correction=command.correction,
        confirmed_by=command.confirmed_by,
        channel=command.channel,
        by=command.actor.subject,
        now=command.now,
    )
    for recap in settled:
        await stored.save(complaint.id, recap, tx)
    complaint = changed(complaint)
    await complaints.save(complaint, tx)
    tx.publish(events.recap_confirmed(complaint, recap_version=settled[-1].version, now=command.now))
    return settled[-1]
