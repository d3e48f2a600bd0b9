"""What was told with a complaint, for its acknowledgement, and which complaints wait for one (IN-13)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select

from services.intake.domain.acknowledgement import FRESH
from services.intake.domain.actor import Actor
from services.intake.domain.errors import ComplaintNotFound
from services.intake.domain.lifecycle import Status
from services.intake.domain.told import Told
from services.intake.domain.vocabulary import Channel, Feeling, WishKind
from services.intake.storage import inbound_emails
from services.intake.storage.impact import impact_of
from services.intake.storage.tables import acknowledgement, complaint, customer
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

_NOBODY_IN_PARTICULAR = Actor("redress", None, None)
_COLUMNS = (
    complaint.c.id,
    complaint.c.reference,
    complaint.c.status,
    complaint.c.channel,
    complaint.c.narrative,
    complaint.c.customer_id,
    complaint.c.contact,
    complaint.c.owner_id,
    complaint.c.language,
    complaint.c.feeling,
    complaint.c.wish_kind,
    complaint.c.wish_detail,
    complaint.c.product,
    complaint.c.order_reference,
    complaint.c.impact,
    complaint.c.received_at,
    complaint.c.recorded_at,
)


async def told(complaint_id: UUID, tx: Transaction, *, actor: Actor = _NOBODY_IN_PARTICULAR) -> Told:
    """What was told with a complaint. Raises ComplaintNotFound, for one that the actor may not see as well."""
    shown = select(*_COLUMNS).where(complaint.c.id == complaint_id, visible_to(actor))
    row = (await tx.execute(shown)).mappings().one_or_none()
    if row is None:
        raise ComplaintNotFound
    reach: dict[str, Any] = {}
    if row["customer_id"] is not None:
        chosen = select(customer.c.name, customer.c.email).where(customer.c.id == row["customer_id"])
        reach |= (await tx.execute(chosen)).mappings().one()
    reach |= {name: value for name, value in (row["contact"] or {}).items() if value is not None}
    return Told(
        id=row["id"],
        reference=row["reference"],
        status=Status(row["status"]),
        channel=Channel(row["channel"]),
        narrative=row["narrative"],
        name=reach.get("name"),
        email=reach.get("email"),
        named=row["customer_id"] is not None,
        owner_id=row["owner_id"],
        language=row["language"],
        feeling=Feeling(row["feeling"]) if row["feeling"] else None,
        wish_kind=WishKind(row["wish_kind"]) if row["wish_kind"] else None,
        wish_detail=row["wish_detail"],
        product=row["product"],
        order_reference=row["order_reference"],
        impact=impact_of(row["impact"]),
        received_at=row["received_at"],
        recorded_at=row["recorded_at"],
        answers=await inbound_emails.message_of_complaint(complaint_id, tx),
    )


async def waiting(complaint_ids: Iterable[UUID], tx: Transaction, *, now: datetime) -> set[UUID]:
    """Those of these complaints that a mail is to acknowledge, and none has."""
    reachable = or_(complaint.c.contact["email"].astext.is_not(None), customer.c.email.is_not(None))
    chosen = (
        select(complaint.c.id)
        .select_from(complaint)
        .outerjoin(customer, customer.c.id == complaint.c.customer_id)
        .where(
            complaint.c.id.in_(set(complaint_ids)),
            complaint.c.status == Status.RECORDED.value,
            complaint.c.channel != Channel.IMPORT.value,
            complaint.c.received_at > now - FRESH,
            reachable,
            ~exists().where(acknowledgement.c.complaint_id == complaint.c.id),
        )
    )
    return set((await tx.execute(chosen)).scalars())
