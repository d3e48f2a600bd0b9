"""Let the figures follow: these complaints have changed, or may have (IN-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.storage import rollups
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CountComplaints:
    """Whichever these are, and whatever has happened to them; unknown ids are no matter."""

    complaint_ids: frozenset[UUID]
    now: datetime


async def count_complaints(command: CountComplaints, tx: Transaction) -> int:
    """Count them as they are now; how many were not counted so already. Again, or in any order, it is the same."""
    return await rollups.follow(tuple(command.complaint_ids), tx, now=command.now)
