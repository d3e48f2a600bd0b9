"""Take a family's cause and category to its members, a bounded number in one transaction (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain.classing import classed
from services.intake.domain.family import REACH_FAMILY
from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage import changes, complaints, families, family_members
from services.intake.storage.changes import Change
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachMembers:
    """Let the next members follow; `by` is who changed the family."""

    family_id: UUID
    by: str
    now: datetime


async def reach_members(command: ReachMembers, tx: Transaction) -> int:
    """How many followed; where more may be left, a timer goes on.

    Each follows a version of the family once: the family is locked, and how far a member came is on its row.
    Raises FamilyNotFound.
    """
    family = await families.load(command.family_id, tx, actor=None)
    ids = await family_members.behind(family.id, family.class_version, tx, limit=BATCH)
    loaded = await complaints.lock(ids, tx)
    detail = {
        "family_id": str(family.id),
        "what": "classified",
        "category": family.category,
        "root_cause": family.root_cause.value if family.root_cause else None,
    }
    for one in ids:
        after = classed(loaded[one], family)
        await complaints.save(after, tx)
        tx.publish(events.classified(after, now=command.now))
    await changes.add(
        [Change(complaint_id=one, kind=ChangeKind.FAMILY, by=command.by, at=command.now, detail=detail) for one in ids],
        tx,
    )
    await family_members.reached(ids, family.class_version, tx)
    if len(ids) == BATCH:
        await tx.schedule(Timer(REACH_FAMILY, family.id, command.now, {"by": command.by}))
    return len(ids)
