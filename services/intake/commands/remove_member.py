"""Take a complaint out of its family: it was something else after all (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.complaint import changed
from services.intake.domain.family import Family, still_open, touched
from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage import changes, complaints, families, family_members
from services.intake.storage.changes import Change
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMember:
    """Take this one out."""

    family_id: UUID
    complaint_id: UUID
    actor: Actor
    now: datetime


async def remove_member(command: RemoveMember, tx: Transaction) -> Family:
    """The family without it; its class stays as it is, until somebody concludes another.

    Raises FamilyNotFound, FamilyLearned, ComplaintNotFound or MemberNotFound.
    """
    family = await families.load(command.family_id, tx, actor=command.actor)
    still_open(family)
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    await family_members.remove(family.id, complaint.id, tx)
    await complaints.save(changed(complaint), tx)
    left = Change(
        complaint_id=complaint.id,
        kind=ChangeKind.FAMILY,
        by=command.actor.subject,
        at=command.now,
        detail={"family_id": str(family.id), "what": "left"},
    )
    await changes.add([left], tx)
    family = touched(family)
    await families.save(family, tx)
    return family
