"""The steps of a promise, kept for good: who said what of it when, and what the customer was told (RO-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from services.routing.domain.promise import Told


class StepKind(Enum):
    """What happened to a promise."""

    MADE = "made"
    DELAYED = "delayed"
    KEPT = "kept"
    BROKEN = "broken"
    MADE_GOOD = "made_good"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `due_at` is when the promise was owed before it."""

    what: StepKind
    at: datetime
    by: str
    due_at: datetime
    told: Told | None = None
