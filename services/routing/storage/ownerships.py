"""Every owner that a case had: added to, and read; never changed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert, select

from services.routing.domain.case import Case
from services.routing.domain.ownership import How, Ownership
from services.routing.storage.tables.ownership import ownership
from shared.messaging.transaction import Transaction


async def add(case: Case, tx: Transaction, *, how: How, by: str) -> None:
    """Note who owns the case from its present version on."""
    await tx.execute(
        insert(ownership).values(
            complaint_id=case.complaint_id,
            version=case.version,
            owner_id=case.owner_id,
            since=case.owner_since,
            how=how.value,
            why=list(case.why),
            by_subject=by,
        )
    )


async def of(complaint_id: UUID, tx: Transaction) -> tuple[Ownership, ...]:
    """The owners of a case, the first one first."""
    statement = select(ownership).where(ownership.c.complaint_id == complaint_id).order_by(ownership.c.version)
    return tuple(
        Ownership(
            version=row["version"],
            owner_id=row["owner_id"],
            since=row["since"],
            how=How(row["how"]),
            why=tuple(row["why"]),
            by_subject=row["by_subject"],
        )
        for row in (await tx.execute(statement)).mappings()
    )
