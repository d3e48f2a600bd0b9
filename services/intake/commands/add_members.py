"""Put complaints into a family, which they follow from then on (IN-21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain.actor import Actor
from services.intake.domain.classing import classed
from services.intake.domain.family import Family, HowAdded, Member, once_each, still_open, touched
from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage import changes, complaints, families, family_members
from services.intake.storage.changes import Change
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMembers:
    """Put these in; a person decided so, even where it was suggested."""

    family_id: UUID
    complaint_ids: Sequence[UUID]
    how: HowAdded
    actor: Actor
    now: datetime


async def add_members(command: AddMembers, tx: Transaction) -> Family:
    """The family with them. Raises FamilyNotFound, FamilyLearned, ComplaintNotFound or InAFamilyAlready."""
    family = await families.load(command.family_id, tx, actor=command.actor)
    still_open(family)
    await take_in(family, command, tx)
    family = touched(family)
    await families.save(family, tx)
    return family


async def take_in(family: Family, command: AddMembers, tx: Transaction) -> None:
    """Add each, in the order of their ids, and let it take over the family's class at once."""
    loaded = [await complaints.load(one, tx, actor=command.actor) for one in once_each(command.complaint_ids)]
    members = [
        Member(
            family_id=family.id,
            complaint_id=complaint.id,
            added_by=command.actor.subject,
            added_at=command.now,
            how=command.how,
            reached=family.class_version,
        )
        for complaint in loaded
    ]
    await family_members.add(members, tx)
    for complaint in loaded:
        after = classed(complaint, family)
        await complaints.save(after, tx)
        if (after.category, after.root_cause) != (complaint.category, complaint.root_cause):
            tx.publish(events.classified(after, now=command.now))
    joined = {"family_id": str(family.id), "what": "joined", "how": command.how.value}
    await changes.add(
        [
            Change(complaint_id=one.id, kind=ChangeKind.FAMILY, by=command.actor.subject, at=command.now, detail=joined)
            for one in loaded
        ],
        tx,
    )
