"""Change a family; a new cause or category reaches its members (IN-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.commands.reach_members import ReachMembers, reach_members
from services.intake.domain import family as rules
from services.intake.domain.actor import Actor
from services.intake.domain.family import Family, FamilyChange
from services.intake.storage import families
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFamily:
    """Change what is given; `expected_version` None takes the family as it is."""

    family_id: UUID
    wanted: FamilyChange
    expected_version: int | None
    actor: Actor
    now: datetime


async def change_family(command: ChangeFamily, tx: Transaction) -> Family:
    """The family as it is now; the first members have followed, the others do within moments.

    Raises FamilyNotFound, PreconditionFailed, FamilyLearned or PersonIsNoCause.
    """
    before = await families.load(command.family_id, tx, actor=command.actor, expected_version=command.expected_version)
    after = rules.change(before, command.wanted)
    if after == before:
        return before
    await families.save(after, tx)
    if after.class_version > before.class_version:
        await reach_members(ReachMembers(family_id=after.id, by=command.actor.subject, now=command.now), tx)
    return after
