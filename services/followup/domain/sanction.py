"""A sanction against a contact, as routing told of it: what they say meanwhile can't hurt whom they hurt (RO-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

HURTS = 3
"""A rating up to this one can hurt an employee; one above it can't, and counts whoever gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """Whose, about which complaint, and whom it protects from when to when."""

    sanction_id: UUID
    complaint_id: UUID
    customer_id: UUID | None
    staff_ids: tuple[UUID, ...]
    since: datetime
    until: datetime | None


def hurts(rating: int) -> bool:
    """Whether a rating of 1 to 5 can hurt whoever got it."""
    return rating <= HURTS
