"""The customer's own word on a resolution, and who wrote it down (IN-20)."""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.domain.vocabulary import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersWord:
    """Solved or not, as the customer said it; `by` is the subject of whoever recorded it, or `CUSTOMER`."""

    solved: bool
    said: str | None
    channel: Channel
    by: str


CUSTOMER = "customer"
"""Who speaks on their own page, behind their signed link."""
