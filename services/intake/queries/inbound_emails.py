"""E-mails that came in: those about complaints that the reader may see, and the rest for whoever may see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select

from services.intake.domain.actor import Actor
from services.intake.domain.mail.inbox import InboundEmailNotFound
from services.intake.domain.vocabulary import Disposition
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint, inbound_email
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

_ITEM = (
    inbound_email.c.id,
    inbound_email.c.disposition,
    inbound_email.c.complaint_id,
    inbound_email.c.may_belong_to,
    inbound_email.c.threaded_by,
    inbound_email.c.verified,
    inbound_email.c.from_address,
    inbound_email.c.from_name,
    inbound_email.c.subject,
    inbound_email.c.received_at,
)
_WHOLE = (
    *_ITEM,
    inbound_email.c.message_id,
    inbound_email.c.addition_id,
    inbound_email.c.new_text,
    inbound_email.c.quoted_text,
    inbound_email.c.signature,
    inbound_email.c.attachments,
)


async def inbound_email_list(
    disposition: Disposition | None,
    complaint_id: UUID | None,
    tx: Transaction,
    *,
    actor: Actor,
    unfiled: bool,
    limit: int,
    after: UUID | None,
) -> list[dict[str, Any]]:
    """At most `limit` e-mails older than `after`, newest first; `unfiled` shows those of no complaint too."""
    where = [_visible(actor, unfiled=unfiled)]
    if disposition is not None:
        where.append(inbound_email.c.disposition == disposition.value)
    if complaint_id is not None:
        where.append(inbound_email.c.complaint_id == complaint_id)
    if after is not None:
        where.append(inbound_email.c.id < after)
    chosen = select(*_ITEM).where(*where).order_by(inbound_email.c.id.desc()).limit(limit)
    return [plain(row) for row in (await tx.execute(chosen)).mappings()]


async def inbound_email_view(email_id: UUID, tx: Transaction, *, actor: Actor, unfiled: bool) -> dict[str, Any]:
    """One e-mail, whole. Raises InboundEmailNotFound, for a foreign one as well."""
    chosen = select(*_WHOLE).where(inbound_email.c.id == email_id, _visible(actor, unfiled=unfiled))
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise InboundEmailNotFound
    return plain(row)


def _visible(actor: Actor, *, unfiled: bool) -> ColumnElement[bool]:
    filed = exists().where(complaint.c.id == inbound_email.c.complaint_id, visible_to(actor))
    return or_(filed, inbound_email.c.complaint_id.is_(None)) if unfiled else filed
