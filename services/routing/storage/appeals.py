"""Appeals against sanctions: rows to domain and back."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert, select, update

from services.routing.domain.appeal import Appeal, Appellant, Decision
from services.routing.domain.sanction import Sanction
from services.routing.storage.tables.conduct import appeal as table
from shared.messaging.transaction import Transaction


async def load(appeal_id: UUID, tx: Transaction, *, lock: bool = False) -> Appeal | None:
    """The appeal, or None; `lock` keeps others from deciding it until the commit. Lock its sanction first."""
    statement = select(table).where(table.c.id == appeal_id)
    if lock:
        statement = statement.with_for_update()
    row = (await tx.execute(statement)).mappings().one_or_none()
    if row is None:
        return None
    return Appeal(
        id=row["id"],
        sanction_id=row["sanction_id"],
        by=Appellant(row["appellant"]),
        text=row["text"],
        made_by=row["made_by"],
        made_at=row["made_at"],
        decision=None if row["decision"] is None else Decision(row["decision"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        why=row["why"],
        version=row["version"],
    )


async def against(sanction_id: UUID, tx: Transaction) -> Appeal | None:
    """The appeal against a sanction, or None where there is none."""
    found = (await tx.execute(select(table.c.id).where(table.c.sanction_id == sanction_id))).scalar_one_or_none()
    return None if found is None else await load(found, tx)


async def add(appeal: Appeal, sanction: Sanction, tx: Transaction) -> None:
    """Insert a new appeal, with whose decision it is against: the database lets nobody judge their own."""
    await tx.execute(
        insert(table).values(
            id=appeal.id,
            sanction_id=sanction.id,
            against_id=sanction.decided_by,
            appellant=appeal.by.value,
            text=appeal.text,
            made_by=appeal.made_by,
            made_at=appeal.made_at,
            version=appeal.version,
        )
    )


async def save(appeal: Appeal, tx: Transaction) -> None:
    """Write how it was decided."""
    await tx.execute(
        update(table)
        .where(table.c.id == appeal.id)
        .values(
            decision=None if appeal.decision is None else appeal.decision.value,
            decided_by=appeal.decided_by,
            decided_at=appeal.decided_at,
            why=appeal.why,
            version=appeal.version,
        )
    )
