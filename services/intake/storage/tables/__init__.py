"""Intake's tables, as Alembic compares them and queries name them: a module per aggregate."""

from services.intake.storage.tables.base import METADATA
from services.intake.storage.tables.complaint import TERMS, addition, change, complaint, complaint_terms
from services.intake.storage.tables.customer import customer
from services.intake.storage.tables.recap import recap
from services.intake.storage.tables.resolution import resolution

__all__ = [
    "METADATA",
    "TERMS",
    "addition",
    "change",
    "complaint",
    "complaint_terms",
    "customer",
    "recap",
    "resolution",
]
