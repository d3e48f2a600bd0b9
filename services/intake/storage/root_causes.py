"""Root causes that were concluded: the newest holds, the others stay to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from services.intake.domain.link import LinkKind
from services.intake.domain.root_cause import Finding, RootCauseNotFound
from services.intake.domain.vocabulary import RootCause
from services.intake.storage.tables import root_cause as table
from shared.messaging.transaction import Transaction

_COLUMNS = tuple(column for column in table.c if column.name != "complaint_id")


async def add(complaint_id: UUID, finding: Finding, tx: Transaction) -> None:
    """Write one; there is no way to change or remove it."""
    await tx.execute(
        insert(table).values(
            id=finding.id,
            complaint_id=complaint_id,
            cause=finding.cause.value,
            aspect=finding.aspect,
            explanation=finding.explanation,
            named_kind=finding.named_kind.value if finding.named_kind else None,
            named_reference=finding.named_reference,
            investigation_id=finding.investigation_id,
            concluded_by=finding.concluded_by,
            concluded_at=finding.concluded_at,
        )
    )


async def latest(complaint_id: UUID, tx: Transaction) -> Finding:
    """The one that holds. Raises RootCauseNotFound."""
    chosen = select(*_COLUMNS).where(table.c.complaint_id == complaint_id).order_by(table.c.id.desc()).limit(1)
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise RootCauseNotFound
    return _finding(row)


def _finding(row: Mapping[Any, Any]) -> Finding:
    kind = row["named_kind"]
    return Finding(
        **(dict(row) | {"cause": RootCause(row["cause"]), "named_kind": None if kind is None else LinkKind(kind)})
    )
