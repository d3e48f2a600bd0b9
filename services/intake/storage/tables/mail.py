"""E-mails that came in, the acknowledgement that went out, and how often an unproven address is written to."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import BYTEA, JSONB, UUID

from services.intake.storage.tables.base import METADATA, TIME, one_of

inbound_email = Table(
    "inbound_email",
    METADATA,
    Column("id", UUID, primary_key=True),
    Column("message_id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("disposition", Text, nullable=False),
    Column("complaint_id", ForeignKey("complaint.id")),
    Column("addition_id", ForeignKey("addition.id")),
    Column("may_belong_to", ForeignKey("complaint.id")),
    Column("threaded_by", Text),
    Column("verified", Boolean, nullable=False),
    Column("from_address", Text),
    Column("from_name", Text),
    Column("subject", Text),
    Column("new_text", Text, nullable=False),
    Column("quoted_text", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("attachments", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column("raw", BYTEA),
    Column("received_at", TIME, nullable=False),
    UniqueConstraint("message_id", "digest"),
    one_of("disposition", "opened", "added", "auto_reply", "bounce", "duplicate", "unreadable"),
    one_of("threaded_by", "reply_address", "headers", "subject"),
    CheckConstraint("NOT verified OR threaded_by = 'reply_address'", name="verified"),
    Index("ix_inbound_email_complaint_id_id", "complaint_id", "id"),
    Index("ix_inbound_email_disposition_id", "disposition", "id"),
)

acknowledgement = Table(
    "acknowledgement",
    METADATA,
    Column("complaint_id", ForeignKey("complaint.id"), primary_key=True),
    Column("status", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("handler", Text, nullable=False),
    Column("handler_id", UUID),
    Column("claim_id", UUID),
    Column("message_id", Text),
    Column("why", Text),
    Column("made_at", TIME, nullable=False),
    Column("sent_at", TIME),
    Column("bounced_at", TIME),
    one_of("status", "sending", "sent", "unknown", "refused", "by_person"),
    CheckConstraint("(status IN ('sent', 'by_person')) = (sent_at IS NOT NULL)", name="sent"),
    CheckConstraint("status <> 'sending' OR claim_id IS NOT NULL", name="claimed"),
)
Index(
    "uq_acknowledgement_message_id",
    acknowledgement.c.message_id,
    unique=True,
    postgresql_where=acknowledgement.c.message_id.is_not(None),
)

mail_allowance = Table(
    "mail_allowance",
    METADATA,
    Column("digest", BYTEA, primary_key=True),
    Column("last_sent_at", TIME),
    Column("verified_at", TIME),
    CheckConstraint("octet_length(digest) = 32", name="digest"),
)
