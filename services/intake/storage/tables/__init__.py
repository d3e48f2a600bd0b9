"""Intake's tables, as Alembic compares them and queries name them: a module per aggregate."""

from services.intake.storage.tables.base import METADATA
from services.intake.storage.tables.complaint import addition, change, complaint
from services.intake.storage.tables.customer import customer
from services.intake.storage.tables.mail import acknowledgement, inbound_email, mail_allowance
from services.intake.storage.tables.recap import recap
from services.intake.storage.tables.resolution import resolution

__all__ = [
    "METADATA",
    "acknowledgement",
    "addition",
    "change",
    "complaint",
    "customer",
    "inbound_email",
    "mail_allowance",
    "recap",
    "resolution",
]
