"""Every contact about a complaint, and how long the customer waited (IN-15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, case, cast, extract, func, select

from services.intake.domain.actor import Actor
from services.intake.domain.contact import Direction
from services.intake.domain.errors import ComplaintNotFound
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint, contact
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

_CONTACT = tuple(column for column in contact.c if column.name != "complaint_id")


async def contact_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: UUID | None
) -> list[dict[str, Any]]:
    """At most `limit` contacts beyond `after`, in the order in which they were logged. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    chosen = select(*_CONTACT).where(contact.c.complaint_id == complaint_id)
    if after is not None:
        chosen = chosen.where(contact.c.id > after)
    rows = await tx.execute(chosen.order_by(contact.c.id).limit(limit))
    return [plain(row) for row in rows.mappings()]


_WAITING = (
    complaint.c.id.label("complaint_id"),
    complaint.c.received_at,
    complaint.c.first_answered_at,
    cast(func.floor(extract("epoch", complaint.c.first_answered_at - complaint.c.received_at) / 60), Integer).label(
        "minutes_to_first_answer"
    ),
)


def _told(direction: Direction) -> ColumnElement[int]:
    return func.count(case((contact.c.direction == direction.value, 1)))


async def waiting(complaint_id: UUID, tx: Transaction, *, actor: Actor) -> dict[str, Any]:
    """Whole minutes from when it reached us to the first answer, and what the customer waited in contacts, from
    one query; null where there was no answer, or nobody noted a wait. Raises ComplaintNotFound.
    """
    chosen = (
        select(
            *_WAITING,
            _told(Direction.IN).label("contacts_in"),
            _told(Direction.OUT).label("contacts_out"),
            func.sum(contact.c.minutes_waited).label("minutes_waited_total"),
            func.max(contact.c.minutes_waited).label("minutes_waited_longest"),
        )
        .select_from(complaint.outerjoin(contact, contact.c.complaint_id == complaint.c.id))
        .where(complaint.c.id == complaint_id, visible_to(actor))
        .group_by(complaint.c.id)
    )
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise ComplaintNotFound
    return plain(row)
