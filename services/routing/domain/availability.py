"""Whether somebody can take work now, and who stands in for them (RO-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands at a moment. `back_at` is when they work next, None while they are here or unknown.

    `stand_in_id` is who does their work while they are absent, None where nobody does.
    """

    on_duty: bool = True
    absent: bool = False
    back_at: datetime | None = None
    stand_in_id: UUID | None = None
