"""Intake's tables, as Alembic compares them and queries name them: a module per aggregate."""

from services.intake.storage.tables.apology import apology
from services.intake.storage.tables.attachment import attachment
from services.intake.storage.tables.base import METADATA
from services.intake.storage.tables.cause import investigation, root_cause
from services.intake.storage.tables.complaint import TERMS, addition, change, complaint, complaint_terms
from services.intake.storage.tables.contact import contact
from services.intake.storage.tables.customer import customer, customer_change, customer_note
from services.intake.storage.tables.customer_merge import complaint_home, customer_merge
from services.intake.storage.tables.fact import question, statement, verdict
from services.intake.storage.tables.family import corrective_action, family, family_member, lesson, telling
from services.intake.storage.tables.lapse import lapse
from services.intake.storage.tables.link import complaint_link
from services.intake.storage.tables.mail import acknowledgement, inbound_email, mail_allowance
from services.intake.storage.tables.offer import offer, offer_choice, offer_option
from services.intake.storage.tables.recap import recap
from services.intake.storage.tables.resolution import resolution
from services.intake.storage.tables.rollup import counted, rollup, rollup_hours

__all__ = [
    "METADATA",
    "TERMS",
    "acknowledgement",
    "addition",
    "apology",
    "attachment",
    "change",
    "complaint",
    "complaint_home",
    "complaint_link",
    "complaint_terms",
    "contact",
    "corrective_action",
    "counted",
    "customer",
    "customer_change",
    "customer_merge",
    "customer_note",
    "family",
    "family_member",
    "inbound_email",
    "investigation",
    "lapse",
    "lesson",
    "mail_allowance",
    "offer",
    "offer_choice",
    "offer_option",
    "question",
    "recap",
    "resolution",
    "rollup",
    "rollup_hours",
    "root_cause",
    "statement",
    "telling",
    "verdict",
]
