"""The whole story of a complaint in order, from one query: what was told, done, said and changed (IN-20).

What was merged into it is part of its story.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, union_all

from services.intake.domain.actor import Actor
from services.intake.queries.complaint_view import complaint_row
from services.intake.queries.timeline_parts import PARTS
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint
from shared.messaging.transaction import Transaction

Position = tuple[datetime, str]
"""When an entry happened, and its name within that moment: the key of a page."""


async def timeline(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: Position | None
) -> list[dict[str, Any]]:
    """At most `limit` entries beyond `after`, oldest first. Raises ComplaintNotFound, for a foreign one as well."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    return [plain(row) for row in (await tx.execute(story(complaint_id, limit, after))).mappings()]


def story(complaint_id: UUID, limit: int, after: Position | None) -> Select[Any]:
    """The one query; `name` tells entries of one moment apart."""
    told_here = select(complaint.c.id).where(
        or_(complaint.c.id == complaint_id, complaint.c.merged_into == complaint_id)
    )
    parts = [part.where(part.selected_columns["complaint_id"].in_(told_here)) for part in PARTS]
    entry = union_all(*parts).subquery("entry")
    name = func.concat(entry.c.kind, ":", entry.c.key).label("name")
    chosen = select(entry.c.at, entry.c.kind, name, entry.c.by, entry.c.complaint_id, entry.c.detail)
    if after is not None:
        at, last = after
        chosen = chosen.where(or_(entry.c.at > at, and_(entry.c.at == at, name > last)))
    return chosen.order_by(entry.c.at, name).limit(limit)
