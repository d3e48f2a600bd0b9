"""Merges of customers: which complaints go where, and back (IN-3).

A complaint is at home where it was recorded and with whoever stands for that record: so an un-merge finds exactly
what to take along, whatever was merged and un-merged in between.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import insert

from services.intake.storage.tables import customer_merge
from shared.messaging.transaction import Transaction

_ONE_AT_A_TIME = 7_273_350_303
"""Advisory lock. People merge a few times an hour: one after the other, no two can cross or make a circle."""

_THEIRS = "SELECT id FROM complaint WHERE customer_id = $1 ORDER BY id FOR UPDATE"
_AT_HOME = """
SELECT complaint.id FROM complaint_home JOIN complaint ON complaint.id = complaint_home.complaint_id
WHERE complaint_home.customer_id = ANY ($1::uuid[]) ORDER BY complaint.id FOR UPDATE OF complaint
"""
_KEEP_HOMES = """
INSERT INTO complaint_home (complaint_id, customer_id) SELECT id, $2 FROM unnest($1::uuid[]) AS t (id)
ON CONFLICT (complaint_id) DO NOTHING
"""
_MOVE = "UPDATE complaint SET customer_id = $2, version = version + 1 WHERE id = ANY ($1::uuid[])"
_FOLLOW = "UPDATE customer SET survivor_id = $2, version = version + 1 WHERE id = ANY ($1::uuid[])"
_MERGE = """
UPDATE customer SET merged_into = $2, survivor_id = $2, merged_at = $3, merged_by = $4, version = version + 1
WHERE id = $1
"""
_UNMERGE = """
UPDATE customer SET merged_into = NULL, survivor_id = NULL, merged_at = NULL, merged_by = NULL, version = version + 1
WHERE id = $1
"""
_TOUCH = "UPDATE customer SET version = version + 1 WHERE id = ANY ($1::uuid[])"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeStep:
    """A merge or its undoing, and the complaints that moved with it."""

    id: UUID
    step: Literal["merged", "unmerged"]
    customer_id: UUID
    other_id: UUID
    complaint_ids: Sequence[UUID]
    reason: str | None
    done_by: str
    done_at: datetime


async def one_at_a_time(tx: Transaction) -> None:
    """Wait until no other transaction merges or un-merges."""
    connection = await tx.raw()
    await connection.execute(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")


async def merge(
    customer_id: UUID, into: UUID, tx: Transaction, *, taken_in: Collection[UUID], by: str, now: datetime
) -> list[UUID]:
    """Let `into` stand for a record and for those that it took in; the complaints that moved. All are locked."""
    connection = await tx.raw()
    moved = [row["id"] for row in await connection.fetch(_THEIRS, customer_id)]
    await connection.execute(_KEEP_HOMES, moved, customer_id)
    await connection.execute(_MOVE, moved, into)
    await connection.execute(_FOLLOW, list(taken_in), into)
    await connection.execute(_MERGE, customer_id, into, now, by)
    await connection.execute(_TOUCH, [into])
    return moved


async def unmerge(
    customer_id: UUID, tx: Transaction, *, taken_in: Collection[UUID], left: Collection[UUID]
) -> list[UUID]:
    """Let a record stand for itself again, and for those that it took in; the complaints that came back.

    `left` are the records that it leaves. All are locked.
    """
    connection = await tx.raw()
    back = [row["id"] for row in await connection.fetch(_AT_HOME, [customer_id, *taken_in])]
    await connection.execute(_MOVE, back, customer_id)
    await connection.execute(_FOLLOW, list(taken_in), customer_id)
    await connection.execute(_UNMERGE, customer_id)
    await connection.execute(_TOUCH, list(left))
    return back


async def keep(step: MergeStep, tx: Transaction) -> None:
    """Write a step down; there is no way to change or remove one."""
    await tx.execute(
        insert(customer_merge).values(
            id=step.id,
            step=step.step,
            customer_id=step.customer_id,
            other_id=step.other_id,
            complaint_ids=list(step.complaint_ids),
            reason=step.reason,
            done_by=step.done_by,
            done_at=step.done_at,
        )
    )
