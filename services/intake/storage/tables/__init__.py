"""Intake's tables, as Alembic compares them and queries name them: a module per aggregate."""

from services.intake.storage.tables.base import METADATA
from services.intake.storage.tables.complaint import addition, change, complaint
from services.intake.storage.tables.customer import customer
from services.intake.storage.tables.family import corrective_action, family, family_member, lesson, telling
from services.intake.storage.tables.recap import recap
from services.intake.storage.tables.resolution import resolution

__all__ = [
    "METADATA",
    "addition",
    "change",
    "complaint",
    "corrective_action",
    "customer",
    "family",
    "family_member",
    "lesson",
    "recap",
    "resolution",
    "telling",
]
