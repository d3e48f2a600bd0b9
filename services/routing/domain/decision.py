"""How an assignment was decided, kept so that it can be explained when the staff has long changed (RO-2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.domain.assignment import PassedOver


@dataclass(frozen=True, slots=True)
class Decision:
    """Who was ranked when a case at `version` was placed, best first, and how many were passed over and why."""

    version: int
    decided_at: datetime
    suitable: int
    ranked: tuple[UUID, ...]
    passed_over: Mapping[PassedOver, int]
