"""A person's compliments, newest first, and how many of them count (RE-1, RE-2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, select

from services.recognition.domain.audience import Audience
from services.recognition.storage.tables import comment, compliment, programme, staff_tally
from shared.messaging.transaction import Transaction


class Praise(NamedTuple):
    """How many count in the programme that runs now, and one page of all of them."""

    valid: int
    rows: Sequence[Row[Any]]


async def compliments_of(
    staff_id: UUID, *, audience: Audience, before: UUID | None, limit: int, tx: Transaction
) -> Praise:
    """Up to `limit` compliments older than `before`. Raises NotFound when they are not the caller's to see."""
    audience.require(staff_id)
    counted = select(staff_tally.c.valid).join(programme, programme.c.id == staff_tally.c.programme_id)
    valid = (await tx.execute(counted.where(programme.c.active, staff_tally.c.staff_id == staff_id))).scalar()
    page = (
        select(
            compliment.c.id,
            compliment.c.comment_id,
            programme.c.code.label("programme"),
            compliment.c.status,
            compliment.c.why,
            comment.c.rating,
            comment.c.voluntary,
            comment.c.received_at,
            compliment.c.recorded_at,
            compliment.c.reversed_at,
        )
        .join(comment, comment.c.id == compliment.c.comment_id)
        .join(programme, programme.c.id == compliment.c.programme_id)
        .where(compliment.c.staff_id == staff_id)
        .order_by(compliment.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        page = page.where(compliment.c.id < before)
    return Praise(valid or 0, (await tx.execute(page)).all())
