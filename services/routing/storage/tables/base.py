"""What all of routing's tables share: their metadata, and the column types and checks that they repeat."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import CheckConstraint, text
from sqlalchemy.dialects.postgresql import TIMESTAMP

from shared.db.chassis import add_chassis_tables
from shared.db.naming import service_metadata

METADATA = service_metadata()
add_chassis_tables(METADATA)

TIME = TIMESTAMP(timezone=True)
EMPTY = text("'{}'::jsonb")
ZERO = text("0")


def one_of(column: str, enum: type[Enum]) -> CheckConstraint:
    """A closed list of words, which the database holds to as well."""
    values = ", ".join(f"'{member.value}'" for member in enum)
    return CheckConstraint(f"{column} IN ({values})", name=column)
