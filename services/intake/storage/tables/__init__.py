"""Intake's tables, as Alembic compares them and queries name them: a module per aggregate."""

from services.intake.storage.tables.base import METADATA
from services.intake.storage.tables.complaint import addition, change, complaint
from services.intake.storage.tables.customer import customer
from services.intake.storage.tables.recap import recap
from services.intake.storage.tables.resolution import resolution
from services.intake.storage.tables.rollup import counted, rollup, rollup_hours

__all__ = [
    "METADATA",
    "addition",
    "change",
    "complaint",
    "counted",
    "customer",
    "recap",
    "resolution",
    "rollup",
    "rollup_hours",
]
