"""E-mails that came in, and the complaints that they may name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, union_all

from services.intake.domain.mail.message import Mail
from services.intake.domain.vocabulary import Disposition, ThreadedBy
from services.intake.storage.tables import acknowledgement, complaint, customer
from services.intake.storage.tables import inbound_email as table
from shared.messaging.transaction import Transaction

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('inbound e-mail ' || $1, 0))"
_MOST_MERGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Where an e-mail was put."""

    id: UUID
    disposition: Disposition
    complaint_id: UUID | None = None
    verified: bool = False
    addition_id: UUID | None = None
    may_belong_to: UUID | None = None
    threaded_by: ThreadedBy | None = None


async def lock(key: str, tx: Transaction) -> None:
    """Let two deliveries of one message take turns."""
    await (await tx.raw()).execute(_LOCK, key)


async def known(key: str, tx: Transaction) -> dict[str, Filed]:
    """The messages that came under this Message-ID, by digest."""
    rows = (await tx.execute(select(table).where(table.c.message_id == key))).mappings()
    return {
        row["digest"]: Filed(
            id=row["id"],
            disposition=Disposition(row["disposition"]),
            complaint_id=row["complaint_id"],
            verified=row["verified"],
        )
        for row in rows
    }


async def add(mail: Mail, filed: Filed, tx: Transaction, *, text: str, raw: bytes | None, now: datetime) -> None:
    """Keep a message under where it was put, with `text` as what is new in it."""
    sender = mail.sender
    await tx.execute(
        insert(table).values(
            id=filed.id,
            message_id=mail.key,
            digest=mail.digest,
            disposition=filed.disposition.value,
            complaint_id=filed.complaint_id,
            addition_id=filed.addition_id,
            may_belong_to=filed.may_belong_to,
            threaded_by=filed.threaded_by.value if filed.threaded_by else None,
            verified=filed.verified,
            from_address=sender.address if sender else None,
            from_name=sender.name if sender else None,
            subject=mail.subject or None,
            new_text=text,
            quoted_text=mail.split.quoted,
            signature=mail.split.signature,
            attachments=[{"name": one.name, "type": one.type, "bytes": one.bytes} for one in mail.attachments],
            raw=raw,
            received_at=now,
        )
    )


async def complaints_of_references(references: Sequence[str], tx: Transaction) -> list[UUID]:
    """The complaints with these references, in their order."""
    rows = await tx.execute(select(complaint.c.reference, complaint.c.id).where(complaint.c.reference.in_(references)))
    found = {row.reference: row.id for row in rows}
    return [found[reference] for reference in references if reference in found]


async def complaints_of_message_ids(message_ids: Sequence[str], tx: Transaction) -> list[UUID]:
    """The complaints that these Message-IDs are about, ours and the customer's earlier ones, in their order."""
    filed = select(table.c.message_id, table.c.complaint_id).where(
        table.c.message_id.in_(message_ids), table.c.complaint_id.is_not(None)
    )
    ours = select(acknowledgement.c.message_id, acknowledgement.c.complaint_id).where(
        acknowledgement.c.message_id.in_(message_ids)
    )
    rows = (await tx.execute(union_all(ours, filed))).all()
    places = {message_id: place for place, message_id in enumerate(message_ids)}
    return list(dict.fromkeys(row.complaint_id for row in sorted(rows, key=lambda row: places[row.message_id])))


async def goes_on_as(complaint_id: UUID, tx: Transaction) -> UUID | None:
    """The complaint that it was merged into, at the end of however many merges; itself where it was not.

    None where that is somebody else's by now, because the two customers were un-merged.
    """
    customer_id: UUID | None = None
    for _ in range(_MOST_MERGES):
        asked = select(complaint.c.merged_into, complaint.c.customer_id).where(complaint.c.id == complaint_id)
        row = (await tx.execute(asked)).one()
        if customer_id is not None and row.customer_id != customer_id:
            return None
        customer_id = row.customer_id
        if row.merged_into is None:
            break
        complaint_id = row.merged_into
    return complaint_id


async def addresses_of(complaint_id: UUID, tx: Transaction) -> list[str]:
    """The e-mail addresses known for a complaint: as told with it first, then the customer's."""
    chosen = (
        select(complaint.c.contact["email"].astext.label("told"), customer.c.email)
        .select_from(complaint)
        .outerjoin(customer, customer.c.id == complaint.c.customer_id)
        .where(complaint.c.id == complaint_id)
    )
    row: Any = (await tx.execute(chosen)).one()
    return [address for address in row if address]


async def message_of_complaint(complaint_id: UUID, tx: Transaction) -> str | None:
    """The Message-ID of the e-mail that opened a complaint, None where it came otherwise or had none."""
    chosen = select(table.c.message_id).where(
        table.c.complaint_id == complaint_id, table.c.disposition == Disposition.OPENED.value
    )
    key = (await tx.execute(chosen.order_by(table.c.id).limit(1))).scalar_one_or_none()
    return key if key and key.startswith("<") else None
