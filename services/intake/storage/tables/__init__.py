"""Intake's tables, as Alembic compares them and queries name them: a module per aggregate."""

from services.intake.storage.tables.base import METADATA
from services.intake.storage.tables.complaint import addition, change, complaint
from services.intake.storage.tables.customer import customer, customer_change, customer_note
from services.intake.storage.tables.customer_merge import complaint_home, customer_merge
from services.intake.storage.tables.lapse import lapse
from services.intake.storage.tables.recap import recap
from services.intake.storage.tables.resolution import resolution

__all__ = [
    "METADATA",
    "addition",
    "change",
    "complaint",
    "complaint_home",
    "customer",
    "customer_change",
    "customer_merge",
    "customer_note",
    "lapse",
    "recap",
    "resolution",
]
