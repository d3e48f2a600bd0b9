"""Somebody is away or has left: their open cases go to others (RO-1, RO-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ReassignAbsent:
    """Whose cases, and on whose word: the subject of a person, or routing itself."""

    staff_id: UUID
    by: str
    now: datetime


async def reassign_absent(command: ReassignAbsent, tx: Transaction) -> None:
    """Leave them with their owner, who stays answerable."""
