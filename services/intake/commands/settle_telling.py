"""A person told a customer whom no mail could reach (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.commands.tell_customers import note_told
from services.intake.domain import telling as rules
from services.intake.domain.actor import Actor
from services.intake.domain.telling import Telling
from services.intake.domain.vocabulary import Channel
from services.intake.storage import complaints, tellings
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleTelling:
    """I told them, through this channel."""

    family_id: UUID
    telling_id: UUID
    channel: Channel
    actor: Actor
    now: datetime


async def settle_telling(command: SettleTelling, tx: Transaction) -> Telling:
    """The telling, told. Raises TellingNotFound, ComplaintNotFound (not theirs to see) or NotForAPerson."""
    telling = await tellings.load(command.telling_id, tx, family_id=command.family_id)
    await complaints.load(telling.complaint_id, tx, actor=command.actor)
    after = rules.told(telling, by=command.actor.subject, channel=command.channel, now=command.now)
    await tellings.save([after], tx)
    await note_told(after, by=command.actor.subject, tx=tx, now=command.now)
    return after
