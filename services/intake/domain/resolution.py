"""What was done about a complaint (IN-19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.vocabulary import RootCause
from shared.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One resolution; a complaint that is reopened gets another under the next number."""

    number: int
    what_was_done: str
    what_it_took: str | None
    recap_version: int | None
    """The confirmed recap that it answers; None only when the customer is anonymous or can't be reached."""
    customer_unreachable: str | None
    """Why the customer could not be asked to confirm a recap."""
    wish_met: bool | None
    root_cause: RootCause | None
    liability_accepted: bool | None
    cost: Money | None
    thanks: str | None
    resolved_by: str
    resolved_at: datetime
