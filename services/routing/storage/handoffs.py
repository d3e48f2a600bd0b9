"""Handoffs: rows to domain and back; the summary is kept as JSON, as it was when the case was offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from services.routing.domain.handoff import Handoff, HandoffStatus
from services.routing.domain.ladder import Reason
from services.routing.domain.summary import Summary
from services.routing.storage.tables import handoffs
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
    """To whom the case is offered now, if to anybody."""
    statement = select(handoffs.c.to_id).where(
        handoffs.c.complaint_id == complaint_id, handoffs.c.status == HandoffStatus.OFFERED.value
    )
    found: UUID | None = (await tx.execute(statement)).scalar_one_or_none()
    return found


async def open_of(complaint_id: UUID, tx: Transaction) -> Handoff | None:
    """The offer of a case that waits for its answer, locked, if there is one. Lock the case first."""
    statement = (
        select(handoffs)
        .where(handoffs.c.complaint_id == complaint_id, handoffs.c.status == HandoffStatus.OFFERED.value)
        .with_for_update()
    )
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _handoff(row)


async def offer(handoff: Handoff, tx: Transaction) -> bool:
    """Insert a new offer; False when the case is offered to somebody already (the index decides)."""
    statement = (
        insert(handoffs)
        .values(
            id=handoff.id,
            complaint_id=handoff.complaint_id,
            from_id=handoff.from_id,
            to_id=handoff.to_id,
            reason=handoff.reason.value,
            summary=asdict(handoff.summary),
            offered_at=handoff.offered_at,
            respond_by=handoff.respond_by,
            follows_id=handoff.follows_id,
            **_answer(handoff),
        )
        .on_conflict_do_nothing(index_elements=["complaint_id"], index_where=handoffs.c.status == "offered")
        .returning(handoffs.c.id)
    )
    return (await tx.execute(statement)).one_or_none() is not None


async def save(handoff: Handoff, tx: Transaction) -> None:
    """Write how a handoff was answered."""
    await tx.execute(update(handoffs).where(handoffs.c.id == handoff.id).values(**_answer(handoff)))


def _answer(handoff: Handoff) -> dict[str, Any]:
    return {
        "status": handoff.status.value,
        "answered_at": handoff.answered_at,
        "answered_by": handoff.answered_by,
        "why": handoff.why,
        "version": handoff.version,
    }


def _handoff(row: Any) -> Handoff:
    return Handoff(
        id=row["id"],
        complaint_id=row["complaint_id"],
        from_id=row["from_id"],
        to_id=row["to_id"],
        reason=Reason(row["reason"]),
        summary=_summary(row["summary"]),
        status=HandoffStatus(row["status"]),
        offered_at=row["offered_at"],
        respond_by=row["respond_by"],
        answered_at=row["answered_at"],
        answered_by=row["answered_by"],
        why=row["why"],
        follows_id=row["follows_id"],
        version=row["version"],
    )


def _summary(stored: dict[str, Any]) -> Summary:
    known = {field.name for field in fields(Summary)}
    members: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items() if name in known
    }
    return Summary(**members)
