"""Links of a complaint: add, load, take out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.intake.domain.link import Link, LinkExists, LinkKind, LinkNotFound
from services.intake.storage.tables import complaint_link as table
from shared.messaging.transaction import Transaction

COLUMNS = tuple(column for column in table.c if column.name != "complaint_id")


async def add(complaint_id: UUID, link: Link, tx: Transaction) -> None:
    """Write one. Raises LinkExists."""
    row = {
        "id": link.id,
        "complaint_id": complaint_id,
        "kind": link.kind.value,
        "reference": link.reference,
        "linked_by": link.linked_by,
        "linked_at": link.linked_at,
    }
    added = await tx.execute(insert(table).values(row).on_conflict_do_nothing())
    if added.rowcount != 1:
        raise LinkExists


async def load(complaint_id: UUID, link_id: UUID, tx: Transaction) -> Link:
    """One link of this complaint. Raises LinkNotFound, for a link of another complaint as well."""
    chosen = select(*COLUMNS).where(table.c.complaint_id == complaint_id, table.c.id == link_id)
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise LinkNotFound
    return _link(row)


async def remove(link_id: UUID, tx: Transaction) -> None:
    """Take one out; that it was there is kept as a change."""
    await tx.execute(delete(table).where(table.c.id == link_id))


def _link(row: Mapping[Any, Any]) -> Link:
    return Link(**(dict(row) | {"kind": LinkKind(row["kind"])}))
