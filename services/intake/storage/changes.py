"""What changed about a complaint and has no table of its own: its state, owner, feeling, wish, class. Append-only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage.tables import change as table
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change for the timeline; `detail` holds codes, ids and the words that staff gave as reasons."""

    complaint_id: UUID
    kind: ChangeKind
    by: str
    at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)


async def add(changes: Sequence[Change], tx: Transaction) -> None:
    """Write them, in order; there is no way to change or remove one."""
    if changes:
        await tx.execute(
            insert(table),
            [
                {
                    "id": new_id(),
                    "complaint_id": one.complaint_id,
                    "kind": one.kind.value,
                    "detail": dict(one.detail),
                    "changed_by": one.by,
                    "changed_at": one.at,
                }
                for one in changes
            ],
        )
