"""Identifiers: UUIDv7 (RFC 9562), made on this side of the database so that nothing waits for RETURNING."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7: unique, and sortable by the millisecond in which it was made."""
    return uuid7()
