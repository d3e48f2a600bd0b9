"""Complaints: load for a change, save what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.errors import ComplaintNotFound
from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import ClosedHow
from services.intake.storage.tables import complaint as table
from shared.messaging.transaction import Transaction

_COLUMNS = (
    table.c.id,
    table.c.reference,
    table.c.version,
    table.c.status,
    table.c.customer_id,
    table.c.owner_id,
    table.c.recorder_id,
    table.c.department,
    table.c.product,
    table.c.language,
    table.c.time_zone,
    table.c.resolution_number,
    table.c.reopened_times,
    table.c.closed_how,
    table.c.closed_at,
)


async def load(complaint_id: UUID, tx: Transaction, *, actor: Actor) -> Complaint:
    """Load and lock one that the actor may see. Raises ComplaintNotFound, for a foreign one as well."""
    found = await lock((complaint_id,), tx)
    complaint = found.get(complaint_id)
    if complaint is None or not actor.sees(
        department=complaint.department, owner_id=complaint.owner_id, recorder_id=complaint.recorder_id
    ):
        raise ComplaintNotFound
    return complaint


async def lock(ids: Iterable[UUID], tx: Transaction) -> dict[UUID, Complaint]:
    """Load and lock those that exist, in the order of their ids so that no two batches deadlock."""
    chosen = select(*_COLUMNS).where(table.c.id.in_(set(ids))).order_by(table.c.id).with_for_update()
    rows = (await tx.execute(chosen)).mappings()
    return {row["id"]: _complaint(row) for row in rows}


_SAVE = (
    update(table)
    .where(table.c.id == bindparam("key"))
    .values(
        version=bindparam("version"),
        status=bindparam("status"),
        resolution_number=bindparam("resolution_number"),
        reopened_times=bindparam("reopened_times"),
        closed_how=bindparam("closed_how"),
        closed_at=bindparam("closed_at"),
    )
)


async def save(complaint: Complaint, tx: Transaction) -> None:
    """Write what a step changes; the row is locked since it was loaded."""
    values = {
        "key": complaint.id,
        "version": complaint.version,
        "status": complaint.status.value,
        "resolution_number": complaint.resolution_number,
        "reopened_times": complaint.reopened_times,
        "closed_how": complaint.closed_how.value if complaint.closed_how else None,
        "closed_at": complaint.closed_at,
    }
    await tx.execute(_SAVE, values)


_FOLLOW = """
UPDATE complaint SET owner_id = followed.owner_id, owner_version = followed.version, version = complaint.version + 1
FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS followed (id, owner_id, version)
WHERE complaint.id = followed.id AND complaint.owner_version < followed.version
"""


async def follow(owners: Mapping[UUID, tuple[UUID, int]], tx: Transaction) -> None:
    """Give complaints their owner at a version of the case; an older version than known changes nothing."""
    connection = await tx.raw()
    ids = sorted(owners)
    await connection.execute(_FOLLOW, ids, [owners[id_][0] for id_ in ids], [owners[id_][1] for id_ in ids])


def _complaint(row: Mapping[Any, Any]) -> Complaint:
    values = dict(row)
    values["status"] = Status(values["status"])
    values["closed_how"] = ClosedHow(values["closed_how"]) if values["closed_how"] else None
    return Complaint(**values)
