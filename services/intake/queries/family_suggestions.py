"""Complaints that may belong to a family, each with why; a person confirms (IN-21)."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from sqlalchemy import select

from services.intake.domain.actor import Actor
from services.intake.domain.family import FamilyNotFound
from services.intake.domain.matching import BONUSES
from services.intake.queries.families import members
from services.intake.queries.likeness.ranking import Matter, Sort, View, after, most_like
from services.intake.queries.likeness.words import words_of_complaints
from services.intake.storage.tables import complaint, family, family_member
from services.intake.storage.visibility import family_visible_to, visible_to
from shared.messaging.transaction import Transaction

_SPEAKING = 20
"""How many of the newest members speak for the family."""


async def family_suggestions(
    family_id: UUID, tx: Transaction, *, actor: Actor, limit: int, place: Sort | None
) -> list[View]:
    """At most `limit` complaints in no family, best first, by what the members that the reader may see have in common.

    Raises FamilyNotFound.
    """
    named = select(*(family.c[name] for name in BONUSES)).where(family.c.id == family_id, family_visible_to(actor))
    row = (await tx.execute(named)).mappings().one_or_none()
    if row is None:
        raise FamilyNotFound
    newest = (
        members(complaint.c.id, complaint.c.language)
        .where(family_member.c.family_id == family_id, visible_to(actor))
        .order_by(family_member.c.complaint_id.desc())
        .limit(_SPEAKING)
    )
    speaking = {one["id"]: one["language"] for one in (await tx.execute(newest)).mappings()}
    if not speaking:
        return []
    ((language, _),) = Counter(speaking.values()).most_common(1)
    matter = Matter(
        words=await words_of_complaints(list(speaking), language, tx),
        language=language,
        about={name: row[name] for name in BONUSES},
    )
    found = await most_like(matter, tx, actor=actor, without=speaking.keys())
    return after([view for view in found if view["family_id"] is None], place)[:limit]
