"""What a complaint is linked to, and which complaints are linked to something (IN-5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, union

from services.intake.domain.actor import Actor
from services.intake.domain.link import LinkKind, reference_to
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage.links import COLUMNS as LINK
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint, complaint_link
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

_ITEM = (
    complaint.c.id,
    complaint.c.reference,
    complaint.c.status,
    complaint.c.owner_id,
    complaint.c.department,
    complaint.c.product,
    complaint.c.category,
    complaint.c.urgency,
    complaint.c.feeling,
    complaint.c.recorded_at,
)


async def link_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` links beyond `after`, oldest first. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    chosen = select(*LINK).where(complaint_link.c.complaint_id == complaint_id)
    if after is not None:
        chosen = chosen.where(complaint_link.c.id > after)
    rows = await tx.execute(chosen.order_by(complaint_link.c.id).limit(limit))
    return [plain(row) for row in rows.mappings()]


async def linked_complaints(
    kind: LinkKind, reference: str, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` complaints older than `after` that are linked to this, newest first; an order is also found
    by what was told at recording. Raises StaffIdNeeded.
    """
    chosen = finding(kind, reference_to(kind, reference), actor=actor, limit=limit, after=after)
    return [plain(row) for row in (await tx.execute(chosen)).mappings()]


def finding(kind: LinkKind, reference: str, *, actor: Actor, limit: int, after: UUID | None) -> Select[Any]:
    """The statement that finds them; tests look at its plan."""
    by_link = (
        select(complaint.c.id)
        .join(complaint_link, complaint_link.c.complaint_id == complaint.c.id)
        .where(complaint_link.c.kind == kind.value, complaint_link.c.reference == reference)
    )
    ways = [_newest(by_link, complaint_link.c.complaint_id, actor, limit, after)]
    if kind is LinkKind.ORDER:
        by_order = select(complaint.c.id).where(complaint.c.order_reference == reference)
        ways.append(_newest(by_order, complaint.c.id, actor, limit, after))
    ids = union(*ways).subquery("found")
    return select(*_ITEM).join(ids, ids.c.id == complaint.c.id).order_by(complaint.c.id.desc()).limit(limit)


def _newest(chosen: Select[Any], key: ColumnElement[UUID], actor: Actor, limit: int, after: UUID | None) -> Select[Any]:
    """Each way of finding is cut to a page by itself, so that its index is walked no further than that."""
    if after is not None:
        chosen = chosen.where(key < after)
    return chosen.where(visible_to(actor)).order_by(key.desc()).limit(limit)
