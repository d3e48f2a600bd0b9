"""Found a family over complaints that seem to have one cause (IN-21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.commands.add_members import AddMembers, take_in
from services.intake.domain import family as rules
from services.intake.domain.actor import Actor
from services.intake.domain.family import Family, HowAdded
from services.intake.domain.vocabulary import RootCause
from services.intake.storage import families
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFamily:
    """Found it over these complaints."""

    title: str
    product: str | None
    department: str | None
    category: str | None
    root_cause: RootCause | None
    complaint_ids: Sequence[UUID]
    actor: Actor
    now: datetime


async def found_family(command: FoundFamily, tx: Transaction) -> Family:
    """The new family. Raises ComplaintNotFound, InAFamilyAlready or PersonIsNoCause."""
    family = rules.found(
        Family(
            id=new_id(),
            title=command.title,
            product=command.product,
            department=command.department,
            category=command.category,
            root_cause=command.root_cause,
            created_by=command.actor.subject,
            created_at=command.now,
        )
    )
    await families.add(family, tx)
    members = AddMembers(
        family_id=family.id,
        complaint_ids=command.complaint_ids,
        how=HowAdded.BY_HAND,
        actor=command.actor,
        now=command.now,
    )
    await take_in(family, members, tx)
    return family
