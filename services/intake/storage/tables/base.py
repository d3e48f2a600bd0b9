"""What all of intake's tables share: their metadata, and the column types and checks that they repeat."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, text
from sqlalchemy.dialects.postgresql import TIMESTAMP

from shared.db.chassis import add_chassis_tables
from shared.db.naming import service_metadata

METADATA = service_metadata()
add_chassis_tables(METADATA)

TIME = TIMESTAMP(timezone=True)
EMPTY = text("'{}'::jsonb")
ZERO = text("0")


def one_of(column: str, *values: str) -> CheckConstraint:
    """A closed list of words, which the database holds to as well."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
