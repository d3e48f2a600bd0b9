"""Complaints: load for a change, save what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.errors import ComplaintNotFound
from services.intake.domain.lifecycle import Status
from services.intake.domain.new_complaint import Impact
from services.intake.domain.vocabulary import Channel, ClosedHow, Feeling, RootCause, Urgency, WishKind
from services.intake.storage.impact import impact_document, impact_of
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
    table.c.channel,
    table.c.branch,
    table.c.category,
    table.c.urgency,
    table.c.feeling,
    table.c.feeling_acknowledged_at,
    table.c.wish_kind,
    table.c.wish_detail,
    table.c.impact,
    table.c.root_cause,
    table.c.recorded_at,
    table.c.first_answered_at,
    table.c.resolved_at,
    table.c.late_times,
    table.c.broken_promises,
    table.c.merged_into,
)
_NEVER_SAVED = frozenset(
    {"id", "reference", "customer_id", "owner_id", "recorder_id", "channel", "language", "time_zone", "recorded_at"}
)
"""What a step leaves alone; the owner is moved by `follow`."""
_SAVED = tuple(column.name for column in _COLUMNS if column.name not in _NEVER_SAVED)


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


_SAVE = update(table).where(table.c.id == bindparam("key")).values({name: bindparam(name) for name in _SAVED})


async def save(complaint: Complaint, tx: Transaction) -> None:
    """Write what a step changes; the row is locked since it was loaded."""
    values = {name: _plain(getattr(complaint, name)) for name in _SAVED}
    await tx.execute(_SAVE, values | {"key": complaint.id})


_FOLLOW = """
UPDATE complaint SET owner_id = followed.owner_id, owner_version = followed.version, version = complaint.version + 1
FROM unnest($1::uuid[], $2::uuid[], $3::integer[]) AS followed (id, owner_id, version)
WHERE complaint.id = followed.id AND complaint.owner_version < followed.version
RETURNING complaint.id
"""


async def follow(owners: Mapping[UUID, tuple[UUID, int]], tx: Transaction) -> set[UUID]:
    """Give complaints their owner at a version of the case; an older version than known changes nothing.

    Those that were changed.
    """
    connection = await tx.raw()
    ids = sorted(owners)
    rows = await connection.fetch(_FOLLOW, ids, [owners[id_][0] for id_ in ids], [owners[id_][1] for id_ in ids])
    return {row["id"] for row in rows}


async def merged_into(ids: Collection[UUID], tx: Transaction) -> set[UUID]:
    """Where those of them that were merged go on: read without a lock, so that all can be locked in one order."""
    chosen = select(table.c.merged_into).where(table.c.id.in_(ids), table.c.merged_into.is_not(None))
    return set((await tx.execute(chosen)).scalars())


async def follow_merge(merged: UUID, into: UUID, tx: Transaction) -> None:
    """What was merged into one that is now merged itself goes on as the last one: the way there is one step."""
    await tx.execute(update(table).where(table.c.merged_into == merged).values(merged_into=into))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return impact_document(value) if isinstance(value, Impact) else value


_ENUMS: dict[str, type[Enum]] = {
    "status": Status,
    "channel": Channel,
    "closed_how": ClosedHow,
    "urgency": Urgency,
    "feeling": Feeling,
    "wish_kind": WishKind,
    "root_cause": RootCause,
}


def _complaint(row: Mapping[Any, Any]) -> Complaint:
    values = dict(row)
    for name, kind in _ENUMS.items():
        values[name] = None if values[name] is None else kind(values[name])
    values["impact"] = impact_of(values["impact"])
    return Complaint(**values)
