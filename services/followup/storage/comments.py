"""Comments, row to domain and back; many at once through the hot door."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, update

from services.followup.domain.comment import Comment, CommentStatus, Source
from services.followup.domain.errors import CommentNotThere, Stale
from services.followup.domain.sanction import HURTS
from services.followup.storage.sanctions import protected
from services.followup.storage.tables import comment as table
from shared.db.engine import RawConnection
from shared.messaging.transaction import Transaction

_NAMES = tuple(field.name for field in fields(Comment))

# One array per column. An array of arrays can't be ragged, so the people named travel as array literals.
_ADD = f"""
INSERT INTO comment (id, text, rating, language, staff_ids, voluntary, source, received_at, customer_id,
                     author_name, author_contact, desk, submission_id, left_by, status, version, held, told)
SELECT id, text, rating, language, staff_ids::uuid[], voluntary, source, received_at, customer_id,
       author_name, author_contact, desk, submission_id, left_by, 'received', 1, held, NOT held
FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::boolean[], $7::text[],
            $8::timestamptz[], $9::uuid[], $10::text[], $11::text[], $12::text[], $13::uuid[], $14::text[])
  AS c (id, text, rating, language, staff_ids, voluntary, source, received_at, customer_id,
        author_name, author_contact, desk, submission_id, left_by)
  CROSS JOIN LATERAL (SELECT c.rating <= {HURTS} AND {protected("c.staff_ids::uuid[]")} AS held) AS judged
ORDER BY submission_id
ON CONFLICT (submission_id) DO NOTHING
RETURNING id, held
"""  # noqa: S608 - constants of ours
_HOLD_BACK = f"""
UPDATE comment AS c SET held = true
WHERE c.customer_id = ANY($1::uuid[]) AND NOT c.held AND c.rating <= {HURTS} AND {protected("c.staff_ids")}
"""  # noqa: S608 - constants of ours
_LET_GO = f"""
WITH freed AS (
    SELECT c.id, c.told FROM comment AS c
    WHERE c.customer_id = ANY($1::uuid[]) AND c.held AND NOT {protected("c.staff_ids")}
    ORDER BY c.id FOR UPDATE
)
UPDATE comment AS c SET held = false, told = true FROM freed WHERE c.id = freed.id
RETURNING c.*, freed.told AS told_before
"""  # noqa: S608 - constants of ours


def from_row(row: RowMapping | Mapping[str, Any]) -> Comment:
    """A comment as stored."""
    values: dict[str, Any] = {name: row[name] for name in _NAMES}
    values["staff_ids"] = tuple(row["staff_ids"])
    values["source"] = Source(row["source"])
    values["status"] = CommentStatus(row["status"])
    return Comment(**values)


async def add_all(comments: Sequence[Comment], connection: RawConnection) -> dict[UUID, bool]:
    """Add new comments in one statement; of each that was added, whether it is held back (RO-11).

    A form sent twice is added once.
    """
    rows = await connection.fetch(
        _ADD,
        [comment.id for comment in comments],
        [comment.text for comment in comments],
        [comment.rating for comment in comments],
        [comment.language for comment in comments],
        ["{" + ",".join(map(str, comment.staff_ids)) + "}" for comment in comments],
        [comment.voluntary for comment in comments],
        [comment.source.value for comment in comments],
        [comment.received_at for comment in comments],
        [comment.customer_id for comment in comments],
        [comment.author_name for comment in comments],
        [comment.author_contact for comment in comments],
        [comment.desk for comment in comments],
        [comment.submission_id for comment in comments],
        [comment.left_by for comment in comments],
    )
    return {row["id"]: row["held"] for row in rows}


async def hold_back(customers: Collection[UUID], tx: Transaction) -> None:
    """Let weigh nothing what these customers said of people whom a sanction protects from them (RO-11)."""
    await (await tx.raw()).execute(_HOLD_BACK, list(customers))


async def let_go(customers: Collection[UUID], tx: Transaction) -> list[Comment]:
    """Let count what no sanction holds back any more; returns those that stand and were never told of."""
    rows = await (await tx.raw()).fetch(_LET_GO, list(customers))
    freed = [(from_row(dict(row)), row["told_before"]) for row in rows]
    return [comment for comment, told in freed if not told and comment.status is CommentStatus.RECEIVED]


async def load(comment_id: UUID, tx: Transaction, *, lock: bool = False) -> Comment:
    """A comment by id, locked until the transaction ends where asked. Raises CommentNotThere."""
    statement = select(table).where(table.c.id == comment_id)
    row = (await tx.execute(statement.with_for_update() if lock else statement)).mappings().one_or_none()
    if row is None:
        raise CommentNotThere
    return from_row(row)


async def save_withdrawal(comment: Comment, tx: Transaction) -> None:
    """Store that a comment was taken back. Raises Stale when somebody else changed it first."""
    statement = (
        update(table)
        .where(table.c.id == comment.id, table.c.version == comment.version - 1)
        .values(
            status=comment.status.value,
            withdrawn_at=comment.withdrawn_at,
            withdrawn_by=comment.withdrawn_by,
            version=comment.version,
        )
    )
    if (await tx.execute(statement)).rowcount != 1:
        raise Stale
