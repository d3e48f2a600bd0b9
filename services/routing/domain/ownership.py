"""How a case came to its owner: every owner that it had, kept for good (RO-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID


class How(Enum):
    """How a case came to its owner."""

    ARRIVAL = "arrival"
    HANDOFF = "handoff"
    CLAIM = "claim"
    """Taken from the queue."""
    REASSIGNED = "reassigned"
    """By a lead's decision."""
    DEPUTY = "deputy"
    """The owner is away or has left."""
    RETURNED = "returned"
    """Back to an owner from before."""


@dataclass(frozen=True, slots=True)
class Ownership:
    """One owner that a case had from a version of it on, and who moved it to them."""

    version: int
    owner_id: UUID
    since: datetime
    how: How
    why: tuple[str, ...]
    by_subject: str
