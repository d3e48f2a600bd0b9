"""Let a story grow by a dated addition (IN-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.addition import Addition
from services.intake.domain.complaint import changed
from services.intake.domain.vocabulary import Channel
from services.intake.storage import additions, complaints
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToStory:
    """Add this text, verbatim."""

    complaint_id: UUID
    text: str
    channel: Channel | None
    actor: Actor
    now: datetime


async def add_to_story(command: AddToStory, tx: Transaction) -> Addition:
    """Add it, whatever the complaint's state. Raises ComplaintNotFound."""
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    addition = Addition(
        id=new_id(),
        text=command.text,
        channel=command.channel,
        added_by=command.actor.subject,
        added_at=command.now,
    )
    await additions.add(complaint.id, addition, tx)
    await complaints.save(changed(complaint), tx)
    return addition
