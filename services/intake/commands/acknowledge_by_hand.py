"""Note an acknowledgement that a person made, if it speaks to this customer about their own matter (IN-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.commands.acknowledge import answered
from services.intake.domain.acknowledgement import (
    BY_PERSON,
    AckStatus,
    AlreadyAcknowledged,
    may_be_made_by_person,
)
from services.intake.domain.actor import Actor
from services.intake.domain.personal_text import Matter, NotPersonal, flaws
from services.intake.domain.told import Told
from services.intake.domain.vocabulary import Channel
from services.intake.domain.wording.finding import Finding, WordingRefused, insist
from services.intake.gateways.rulebook import findings_in
from services.intake.pages.ack_mail import wish_words
from services.intake.storage import acknowledgements, complaints
from services.intake.storage.acknowledgements import Acknowledgement
from services.intake.storage.told import told as load
from shared.kernel.errors import FieldError, PreconditionFailed
from shared.messaging.transaction import Transaction

_TEXT = "/text"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeByHand:
    """Note that this was said, in these words, over this channel."""

    complaint_id: UUID
    text: str
    channel: Channel
    expected_version: int | None
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What was noted, the complaint's version after it, and what could be said better."""

    acknowledgement: Acknowledgement
    version: int
    warnings: tuple[Finding, ...]


async def acknowledge_by_hand(command: AcknowledgeByHand, tx: Transaction) -> Acknowledged:
    """Note it. Raises ComplaintNotFound, PreconditionFailed, AlreadyAcknowledged, or NotPersonal with all its flaws."""
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    if command.expected_version not in {None, complaint.version}:
        raise PreconditionFailed
    before = await acknowledgements.find(complaint.id, tx)
    if before is not None and not may_be_made_by_person(before.status, bounced=before.bounced_at is not None):
        raise AlreadyAcknowledged
    warnings = _check(command, await load(complaint.id, tx))
    made = Acknowledgement(
        complaint_id=complaint.id,
        status=AckStatus.BY_PERSON,
        text=command.text,
        channel=command.channel,
        handler=command.actor.subject,
        handler_id=command.actor.staff_id,
        made_at=command.now,
        sent_at=command.now,
    )
    if before is None:
        await acknowledgements.add(made, tx)
    else:
        await acknowledgements.replace(made, tx)
    moved = await answered(complaint, tx, channel=command.channel, by=command.actor.subject, now=command.now)
    return Acknowledged(made, moved.version, warnings)


def _check(command: AcknowledgeByHand, told: Told) -> tuple[Finding, ...]:
    """The findings that only warn. Raises NotPersonal, which lists everything at once."""
    matter = Matter(
        reference=told.reference,
        name=told.name,
        product=told.product,
        order_reference=told.order_reference,
        occasion=told.impact.occasion if told.impact else None,
        wish=wish_words(told),
        narrative=told.narrative,
    )
    wrong: tuple[FieldError, ...] = flaws(command.text, matter, language=told.language, pointer=_TEXT)
    if command.channel not in BY_PERSON:
        wrong += (FieldError("/channel", f"one of {', '.join(sorted(BY_PERSON))}"),)
    found = findings_in(command.text, language=told.language)
    try:
        warnings = insist(found, pointer=_TEXT)
    except WordingRefused as refused:
        if not wrong:
            raise
        raise NotPersonal(fields=(*wrong, *refused.fields), findings=refused.extra["findings"]) from None
    if wrong:
        raise NotPersonal(fields=wrong)
    return warnings
