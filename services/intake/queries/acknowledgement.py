"""The acknowledgement of a complaint, as its owner needs it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.told import Told
from services.intake.storage import acknowledgements
from services.intake.storage.acknowledgements import Acknowledgement
from services.intake.storage.told import told as load
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class AcknowledgementView:
    """What was told, and what was said to it; None where nothing was."""

    told: Told
    acknowledgement: Acknowledgement | None


async def acknowledgement_view(complaint_id: UUID, tx: Transaction, *, actor: Actor) -> AcknowledgementView:
    """The acknowledgement. Raises ComplaintNotFound, for a complaint that the actor may not see as well."""
    told = await load(complaint_id, tx, actor=actor)
    return AcknowledgementView(told, await acknowledgements.find(complaint_id, tx))
