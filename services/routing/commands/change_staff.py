"""Change a member of staff in the directory (RO-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.routing.commands import changing
from services.routing.domain.actor import Actor
from services.routing.domain.staff import Staff, StaffNotFound
from shared.kernel.errors import PreconditionFailed
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ChangeStaff:
    """New values for some members of a Staff, by name; `expected_version` is the one that the caller read."""

    staff_id: UUID
    changes: Mapping[str, Any]
    expected_version: int
    by: Actor
    now: datetime


async def change_staff(command: ChangeStaff, tx: Transaction) -> Staff:
    """Change them and say so. Raises StaffNotFound, PreconditionFailed, and what `changing.change` does."""
    before = await changing.hold(command.staff_id, tx)
    if before is None:
        raise StaffNotFound
    if before.version != command.expected_version:
        raise PreconditionFailed(current_version=before.version)
    after = replace(before, **command.changes)
    return await changing.change(before, after, by=command.by, tx=tx, now=command.now)
