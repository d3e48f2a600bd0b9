"""Identifiers: UUIDv7 (RFC 9562), made on this side of the database so that nothing waits for RETURNING."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7: unique, and sortable by the millisecond in which it was made."""
    return uuid7()


def first_id_at(moment: datetime) -> UUID:
    """The smallest UUIDv7 that could be made in the millisecond of `moment`, 1970 at the earliest."""
    milliseconds = min(max(0, int(moment.timestamp() * 1000)), (1 << 48) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62)
