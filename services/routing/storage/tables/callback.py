"""Callbacks, calming calls and appointments (RO-10, RO-12)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import UUID

from services.routing.domain.appointment import AppointmentKind, AppointmentStatus
from services.routing.storage.tables.base import METADATA, TIME, one_of

appointment = Table(
    "appointment",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("complaint_id", UUID, ForeignKey("case_file.complaint_id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("starts_at", TIME, nullable=False),
    Column("ends_at", TIME, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("staff_id", UUID, ForeignKey("staff.id"), nullable=False),
    Column("place", Text),
    Column("note", Text),
    Column("booked_by", Text, nullable=False),
    Column("booked_at", TIME, nullable=False),
    Column("changed_at", TIME, nullable=False),
    Column("status", Text, nullable=False),
    Column("follows_id", UUID, ForeignKey("appointment.id")),
    Column("sequence", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    # One stands in the place of a missed one, however often its time is told to be over.
    UniqueConstraint("follows_id"),
    one_of("kind", AppointmentKind),
    one_of("status", AppointmentStatus),
    CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
)
Index(
    "ix_appointment_booked_staff_id_starts_at",
    appointment.c.staff_id,
    appointment.c.starts_at,
    postgresql_where=text("status = 'booked'"),
)
Index("ix_appointment_starts_at_id", appointment.c.starts_at, appointment.c.id)
Index("ix_appointment_complaint_id", appointment.c.complaint_id)
