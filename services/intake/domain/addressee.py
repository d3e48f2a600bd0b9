"""A customer as a message about one of their complaints reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """How they were to be reached when they told it, else as known; all None when there is nobody any more."""

    customer_id: UUID
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    language: str
    reference: str
    parted: bool
    """We have parted with them: nothing more is sent (IN-23)."""

    @property
    def otherwise_reachable(self) -> bool:
        """Whether a person could reach them without e-mail."""
        return self.phone is not None or self.address is not None
