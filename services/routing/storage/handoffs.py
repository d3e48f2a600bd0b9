"""Handoffs: rows to domain and back; the summary is kept as JSON, as it was when the case was offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert

from services.routing.domain.handoff import Handoff, HandoffStatus, ReadHow
from services.routing.domain.ladder import Reason
from services.routing.domain.needless import Needless
from services.routing.domain.summary import Circumstances
from services.routing.storage.summaries import stored_summary, summary_of
from services.routing.storage.tables import cases, handoffs
from services.routing.storage.tables.handoff import OPEN
from shared.messaging.transaction import Transaction


async def load(handoff_id: UUID, tx: Transaction, *, lock: bool = False) -> Handoff | None:
    """The handoff, or None; `lock` keeps others from answering it until the commit. Lock its case first."""
    statement = select(handoffs).where(handoffs.c.id == handoff_id)
    if lock:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _handoff(row)


async def of(complaint_id: UUID, tx: Transaction) -> Sequence[Handoff]:
    """The handoffs of a case, the first one first."""
    statement = (
        select(handoffs).where(handoffs.c.complaint_id == complaint_id).order_by(handoffs.c.offered_at, handoffs.c.id)
    )
    return [_handoff(row) for row in (await tx.execute(statement)).mappings()]


async def receiver_of_open(complaint_id: UUID, tx: Transaction) -> UUID | None:
    """To whom the case is offered now, or will be as soon as its summary is there."""
    statement = select(handoffs.c.to_id).where(handoffs.c.complaint_id == complaint_id, OPEN)
    found: UUID | None = (await tx.execute(statement)).scalar_one_or_none()
    return found


async def open_of(complaint_id: UUID, tx: Transaction) -> Handoff | None:
    """The handoff of a case that waits for its answer or its summary, locked, if there is one. Lock the case first."""
    statement = select(handoffs).where(handoffs.c.complaint_id == complaint_id, OPEN).with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _handoff(row)


async def add(handoff: Handoff, tx: Transaction) -> bool:
    """Insert a new one; False when the case has one that is open already (the index decides)."""
    statement = (
        insert(handoffs)
        .values(
            id=handoff.id,
            complaint_id=handoff.complaint_id,
            from_id=handoff.from_id,
            reason=handoff.reason.value,
            circumstances={name: value for name, value in asdict(handoff.circumstances).items() if name != "reason"},
            needless=handoff.needless.value if handoff.needless else None,
            follows_id=handoff.follows_id,
            **_changing(handoff),
        )
        .on_conflict_do_nothing(index_elements=["complaint_id"], index_where=OPEN)
        .returning(handoffs.c.id)
    )
    return (await tx.execute(statement)).one_or_none() is not None


async def save(handoff: Handoff, tx: Transaction) -> None:
    """Write what became of a handoff."""
    await tx.execute(update(handoffs).where(handoffs.c.id == handoff.id).values(**_changing(handoff)))


async def mark_read(handoff_id: UUID, reader_id: UUID, tx: Transaction, *, now: datetime) -> datetime | None:
    """Keep that the receiver fetched the summary of an offer; the first time counts. None where nothing changed."""
    statement = (
        update(handoffs)
        .where(
            handoffs.c.id == handoff_id,
            handoffs.c.to_id == reader_id,
            handoffs.c.status == HandoffStatus.OFFERED.value,
            handoffs.c.read_at.is_(None),
        )
        .values(read_at=now, read_how=ReadHow.BEFORE.value)
        .returning(handoffs.c.read_at)
    )
    read_at: datetime | None = (await tx.execute(statement)).scalar_one_or_none()
    return read_at


async def listed(tx: Transaction, *, where: Sequence[ColumnElement[bool]], limit: int) -> Sequence[Handoff]:
    """Handoffs with their cases in reach of `where`, the latest asked first, at most `limit`."""
    statement = (
        select(handoffs)
        .join(cases, cases.c.complaint_id == handoffs.c.complaint_id)
        .where(*where)
        .order_by(handoffs.c.offered_at.desc(), handoffs.c.id.desc())
        .limit(limit)
    )
    return [_handoff(row) for row in (await tx.execute(statement)).mappings()]


def _changing(handoff: Handoff) -> dict[str, Any]:
    return {
        "to_id": handoff.to_id,
        "step": handoff.step,
        "summary": None if handoff.summary is None else stored_summary(handoff.summary),
        "text": handoff.text,
        "text_language": handoff.text_language,
        "status": handoff.status.value,
        "offered_at": handoff.offered_at,
        "respond_by": handoff.respond_by,
        "reminders": handoff.reminders,
        "read_at": handoff.read_at,
        "read_how": handoff.read_how.value if handoff.read_how else None,
        "answered_at": handoff.answered_at,
        "answered_by": handoff.answered_by,
        "why": handoff.why,
        "receiver_said_needed": handoff.receiver_said_needed,
        "receiver_said_why": handoff.receiver_said_why,
        "version": handoff.version,
    }


def _handoff(row: Any) -> Handoff:
    return Handoff(
        id=row["id"],
        complaint_id=row["complaint_id"],
        from_id=row["from_id"],
        to_id=row["to_id"],
        circumstances=Circumstances(reason=Reason(row["reason"]), **row["circumstances"]),
        status=HandoffStatus(row["status"]),
        offered_at=row["offered_at"],
        step=row["step"],
        respond_by=row["respond_by"],
        summary=None if row["summary"] is None else summary_of(row["summary"]),
        text=row["text"],
        text_language=row["text_language"],
        reminders=row["reminders"],
        needless=Needless(row["needless"]) if row["needless"] else None,
        read_at=row["read_at"],
        read_how=ReadHow(row["read_how"]) if row["read_how"] else None,
        answered_at=row["answered_at"],
        answered_by=row["answered_by"],
        why=row["why"],
        receiver_said_needed=row["receiver_said_needed"],
        receiver_said_why=row["receiver_said_why"],
        follows_id=row["follows_id"],
        version=row["version"],
    )
