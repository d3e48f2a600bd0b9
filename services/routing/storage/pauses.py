"""When it is the customer's turn, and when they were told that it takes longer; for a case, or for a batch of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_once

from services.routing.domain.holding import HoldingResponse
from services.routing.domain.pause import Pause, PauseReason
from services.routing.storage.tables.pause import holding_response, pause
from shared.messaging.transaction import Transaction

_WAITING = """
SELECT id, complaint_id, since, until, ended_at, reason, by_subject, version, false AS held FROM pause
WHERE complaint_id = ANY($1::uuid[])
UNION ALL
SELECT id, complaint_id, sent_at, NULL, NULL, NULL, by_subject, 1, true FROM holding_response
WHERE complaint_id = ANY($1::uuid[])
"""


@dataclass(slots=True)
class Waits:
    """What was said of one complaint: our pauses, and the moments of its holding responses."""

    pauses: list[Pause] = field(default_factory=list)
    held: list[datetime] = field(default_factory=list)


async def of_all(complaint_ids: Collection[UUID], tx: Transaction) -> dict[UUID, Waits]:
    """Of these complaints, in one statement; one without any is not in it."""
    found: dict[UUID, Waits] = defaultdict(Waits)
    for row in await (await tx.raw()).fetch(_WAITING, list(complaint_ids)):
        if row["held"]:
            found[row["complaint_id"]].held.append(row["since"])
        else:
            found[row["complaint_id"]].pauses.append(_pause(row))
    return found


async def add(new: Pause, tx: Transaction) -> bool:
    """Begin a pause; False where one is open already (the index decides)."""
    statement = (
        insert_once(pause)
        .values(
            id=new.id,
            complaint_id=new.complaint_id,
            since=new.since,
            until=new.until,
            reason=new.reason.value,
            by_subject=new.by_subject,
            version=new.version,
        )
        .on_conflict_do_nothing(index_elements=["complaint_id"], index_where=pause.c.ended_at.is_(None))
        .returning(pause.c.id)
    )
    return (await tx.execute(statement)).scalar_one_or_none() is not None


async def load(pause_id: UUID, complaint_id: UUID, tx: Transaction) -> Pause | None:
    """A pause of a complaint, or None."""
    statement = select(pause).where(pause.c.id == pause_id, pause.c.complaint_id == complaint_id)
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _pause(row)


async def end(ended: Pause, tx: Transaction) -> None:
    """Write that a pause ended; its case is locked."""
    await tx.execute(
        update(pause)
        .where(pause.c.id == ended.id, pause.c.version < ended.version)
        .values(ended_at=ended.ended_at, version=ended.version)
    )


async def listed(tx: Transaction, *, where: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Pause]:
    """Pauses of a complaint, the latest one first."""
    rows = await tx.execute(select(pause).where(*where).order_by(pause.c.since.desc(), pause.c.id.desc()).limit(limit))
    return [_pause(row) for row in rows.mappings()]


async def hold(response: HoldingResponse, tx: Transaction) -> None:
    """Keep that a holding response was sent."""
    await tx.execute(
        insert(holding_response).values(
            id=response.id,
            complaint_id=response.complaint_id,
            sent_at=response.sent_at,
            expected_by=response.expected_by,
            why=response.why,
            by_subject=response.by_subject,
        )
    )


def _pause(row: Any) -> Pause:
    return Pause(
        id=row["id"],
        complaint_id=row["complaint_id"],
        since=row["since"],
        reason=PauseReason(row["reason"]),
        by_subject=row["by_subject"],
        until=row["until"],
        ended_at=row["ended_at"],
        version=row["version"],
    )
