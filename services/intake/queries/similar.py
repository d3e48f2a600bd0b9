"""Complaints like a given one (IN-21)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.matching import BONUSES
from services.intake.queries.complaint_view import complaint_row
from services.intake.queries.likeness.ranking import Matter, Sort, View, after, most_like
from services.intake.queries.likeness.words import words_of_complaints
from services.intake.storage.tables import complaint
from shared.messaging.transaction import Transaction

_ABOUT = tuple(complaint.c[name] for name in BONUSES)


async def similar(complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, place: Sort | None) -> list[View]:
    """At most `limit` complaints after a place in the order, best first. Raises ComplaintNotFound."""
    row = await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.language, *_ABOUT))
    matter = Matter(
        words=await words_of_complaints([complaint_id], row["language"], tx),
        language=row["language"],
        about=about(row),
    )
    return after(await most_like(matter, tx, actor=actor, without={complaint_id}), place)[:limit]


def about(row: Any) -> dict[str, str | None]:
    """What a row says that it is about."""
    return {name: row[name] for name in BONUSES}
