"""The acknowledgement of a complaint: claimed by an INSERT, and recorded only by the attempt that claimed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.intake.domain.acknowledgement import AckStatus
from services.intake.domain.vocabulary import Channel
from services.intake.storage.tables import acknowledgement as table
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What is said to the customer, how, and in whose name."""

    complaint_id: UUID
    status: AckStatus
    text: str
    channel: Channel
    handler: str
    handler_id: UUID | None
    made_at: datetime
    claim_id: UUID | None = None
    message_id: str | None = None
    why: str | None = None
    sent_at: datetime | None = None
    bounced_at: datetime | None = None


async def add(new: Acknowledgement, tx: Transaction) -> bool:
    """Add it; False where the complaint has one, which stays as it is."""
    added = insert(table).values(_values(new)).on_conflict_do_nothing(index_elements=["complaint_id"])
    return (await tx.execute(added.returning(table.c.complaint_id))).first() is not None


async def replace(new: Acknowledgement, tx: Transaction) -> None:
    """Put it in the place of one that did not reach the customer; the complaint is locked."""
    await tx.execute(update(table).where(table.c.complaint_id == new.complaint_id).values(_values(new)))


async def find(complaint_id: UUID, tx: Transaction) -> Acknowledgement | None:
    """The complaint's acknowledgement, if there is one."""
    row = (await tx.execute(select(table).where(table.c.complaint_id == complaint_id))).mappings().one_or_none()
    if row is None:
        return None
    values: dict[str, Any] = dict(row)
    return Acknowledgement(**values | {"status": AckStatus(row["status"]), "channel": Channel(row["channel"])})


async def settle(
    complaint_id: UUID, tx: Transaction, *, status: AckStatus, claim_id: UUID | None = None, **changes: Any
) -> bool:
    """End a sending; only of the attempt `claim_id`, where one is named. False when it is not sending any more."""
    held = [table.c.complaint_id == complaint_id, table.c.status == AckStatus.SENDING.value]
    if claim_id is not None:
        held.append(table.c.claim_id == claim_id)
    done = await tx.execute(update(table).where(*held).values(status=status.value, **changes))
    return done.rowcount == 1


async def release(complaint_id: UUID, claim_id: UUID, tx: Transaction) -> bool:
    """Take a sending back that plainly did not go out; False when the attempt does not hold it any more."""
    held = (
        table.c.complaint_id == complaint_id,
        table.c.claim_id == claim_id,
        table.c.status == AckStatus.SENDING.value,
    )
    return (await tx.execute(delete(table).where(*held))).rowcount == 1


async def bounce(message_ids: tuple[str, ...], tx: Transaction, *, at: datetime) -> UUID | None:
    """Note that one of these mails came back; the complaint that it was about, None when none of them is ours."""
    noted = (
        update(table).where(table.c.message_id.in_(message_ids)).values(bounced_at=at).returning(table.c.complaint_id)
    )
    return (await tx.execute(noted)).scalars().first()


def _values(one: Acknowledgement) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(one, name) for name in Acknowledgement.__dataclass_fields__}
    return values | {"status": one.status.value, "channel": one.channel.value}
