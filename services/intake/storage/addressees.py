"""How to reach customers about complaints of theirs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from services.intake.domain.addressee import Addressee
from services.intake.domain.lifecycle import Status
from services.intake.storage.tables import complaint, customer
from shared.messaging.transaction import Transaction

_TOLD = ("name", "email", "phone", "address")


async def addressees(complaint_ids: Collection[UUID], tx: Transaction) -> dict[UUID, Addressee]:
    """By complaint; an anonymous one has none."""
    other = complaint.alias("other")
    parted = exists().where(other.c.customer_id == complaint.c.customer_id, other.c.status == Status.PARTED.value)
    chosen = (
        select(
            complaint.c.id,
            complaint.c.customer_id,
            complaint.c.reference,
            complaint.c.language,
            complaint.c.contact,
            *(customer.c[name] for name in _TOLD),
            parted.label("parted"),
        )
        .join(customer, customer.c.id == complaint.c.customer_id)
        .where(complaint.c.id.in_(complaint_ids))
    )
    return {row["id"]: _addressee(row) for row in (await tx.execute(chosen)).mappings()}


def _addressee(row: Any) -> Addressee:
    told = row["contact"] or {}
    return Addressee(
        **{name: told.get(name) or row[name] for name in _TOLD},
        customer_id=row["customer_id"],
        language=row["language"],
        reference=row["reference"],
        parted=row["parted"],
    )
