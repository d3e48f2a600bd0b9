"""Which complaint is in which family, and how far each member has followed its family."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from services.intake.domain.family import InAFamilyAlready, Member, MemberNotFound
from services.intake.storage.tables import family_member as table
from shared.messaging.transaction import Transaction


async def add(members: Sequence[Member], tx: Transaction) -> None:
    """Put complaints into a family; their rows are locked, and the primary key has the last word.

    Raises InAFamilyAlready for those that are in one, this one included.
    """
    taken = select(table.c.complaint_id, table.c.family_id).where(
        table.c.complaint_id.in_([member.complaint_id for member in members])
    )
    found = (await tx.execute(taken.order_by(table.c.complaint_id))).mappings().all()
    if found:
        raise InAFamilyAlready(taken=[{str(name): str(value) for name, value in row.items()} for row in found])
    if members:
        await tx.execute(
            insert(table),
            [
                {
                    "complaint_id": member.complaint_id,
                    "family_id": member.family_id,
                    "added_by": member.added_by,
                    "added_at": member.added_at,
                    "how": member.how.value,
                    "reached": member.reached,
                }
                for member in members
            ],
        )


async def remove(family_id: UUID, complaint_id: UUID, tx: Transaction) -> None:
    """Take one out. Raises MemberNotFound."""
    where = (table.c.family_id == family_id, table.c.complaint_id == complaint_id)
    if (await tx.execute(delete(table).where(*where))).rowcount == 0:
        raise MemberNotFound


async def behind(family_id: UUID, class_version: int, tx: Transaction, *, limit: int) -> list[UUID]:
    """At most `limit` members that have not taken over this class version, in the order of their ids."""
    chosen = (
        select(table.c.complaint_id)
        .where(table.c.family_id == family_id, table.c.reached < class_version)
        .order_by(table.c.complaint_id)
        .limit(limit)
    )
    return list((await tx.execute(chosen)).scalars())


async def reached(complaint_ids: Sequence[UUID], class_version: int, tx: Transaction) -> None:
    """These have taken over this class version."""
    await tx.execute(
        update(table)
        .where(table.c.complaint_id.in_(complaint_ids), table.c.reached < class_version)
        .values(reached=class_version)
    )


async def count(family_id: UUID, tx: Transaction) -> int:
    """How many complaints are in the family."""
    counted = select(func.count()).where(table.c.family_id == family_id)
    return int((await tx.execute(counted)).scalar_one())
