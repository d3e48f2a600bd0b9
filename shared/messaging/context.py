"""What one process of a service holds: made once at its start, handed to every edge.

What only HTTP needs (the authenticator) is kept by shared.http on the application's state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from shared.db.engine import Database
from shared.kernel.clock import Clock
from shared.messaging.transaction import Transactions
from shared.settings import Settings


class LinkSigner(Protocol):
    """Makes and opens the links that customers hold (shared.http.links)."""

    def sign(self, purpose: str, id: UUID, expires: datetime) -> str: ...

    def open(self, purpose: str, token: str, now: datetime) -> UUID: ...

    def sign_short(self, purpose: str, name: str) -> str: ...

    def opens_short(self, purpose: str, name: str, token: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Context:
    """A service's settings, clock, database, transactions, outside systems and link keys."""

    service: str
    settings: Any
    """The service's own Settings subclass."""
    clock: Clock
    database: Database
    transactions: Transactions
    gateways: Any
    """What the service's `gateways` factory made."""
    links: LinkSigner

    @property
    def common(self) -> Settings:
        """The settings that every service has, typed."""
        settings: Settings = self.settings
        return settings
