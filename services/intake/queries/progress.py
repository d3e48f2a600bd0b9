"""What a customer sees of their own complaint: their words, what we understood, offered and did (IN-24).

Nothing that staff wrote for each other is here: no notes, no contacts, no findings about people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.intake.domain.errors import ComplaintNotFound
from services.intake.domain.lifecycle import OPEN, Status
from services.intake.domain.offer import Offer, OfferStatus, standing
from services.intake.storage import offers
from services.intake.storage.tables import addition, complaint, recap, resolution
from shared.messaging.transaction import Transaction

_MOST_ADDITIONS = 200
_COLUMNS = (
    complaint.c.id,
    complaint.c.reference,
    complaint.c.status,
    complaint.c.language,
    complaint.c.time_zone,
    complaint.c.owner_id,
    complaint.c.customer_id,
    complaint.c.narrative,
    complaint.c.received_at,
    complaint.c.merged_into,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One complaint as its customer sees it."""

    id: UUID
    reference: str
    status: Status
    language: str
    time_zone: str | None
    owner_id: UUID
    narrative: str
    received_at: datetime
    goes_on_as: str | None
    """The reference of the complaint that this one was merged into."""
    additions: tuple[Mapping[str, Any], ...]
    recap: Mapping[str, Any] | None
    """The latest version."""
    offer: Offer | None
    """The one that waits for a choice."""
    answered: Offer | None
    """The latest that they chose from, or of which they chose none; None while another waits."""
    resolution: Mapping[str, Any] | None
    """The latest one, while the complaint rests on it."""


async def progress(complaint_id: UUID, tx: Transaction, *, now: datetime) -> Progress:
    """What the holder of the complaint's own link sees; one of the same customer's that it went on as, instead of it.

    Raises ComplaintNotFound.
    """
    row = await _row(complaint_id, tx)
    goes_on_as = None
    if row["merged_into"] is not None:
        living = await _row(row["merged_into"], tx)
        if living["customer_id"] is not None and living["customer_id"] == row["customer_id"]:
            row = living
        else:
            goes_on_as = living["reference"]  # somebody else's data, or maybe: its name is enough
    told = select(addition.c.text, addition.c.added_at).where(addition.c.complaint_id == row["id"])
    understood = select(recap.c.version, recap.c.text, recap.c.status, recap.c.settled_at).where(
        recap.c.complaint_id == row["id"]
    )
    done = select(resolution.c.number, resolution.c.what_was_done, resolution.c.thanks, resolution.c.resolved_at).where(
        resolution.c.complaint_id == row["id"]
    )
    offered = await offers.open_one(row["id"], tx)
    status = Status(row["status"])
    waits = offered is not None and standing(offered, now=now) is OfferStatus.OPEN and status in OPEN
    rests = status in (Status.RESOLVED, Status.CLOSED)
    return Progress(
        id=row["id"],
        reference=row["reference"],
        status=status,
        language=row["language"],
        time_zone=row["time_zone"],
        owner_id=row["owner_id"],
        narrative=row["narrative"],
        received_at=row["received_at"],
        goes_on_as=goes_on_as,
        additions=tuple(await _all(told.order_by(addition.c.id).limit(_MOST_ADDITIONS), tx)),
        recap=await _first(understood.order_by(recap.c.version.desc()), tx),
        offer=offered if waits else None,
        answered=None if waits else await offers.last_answered(row["id"], tx),
        resolution=await _first(done.order_by(resolution.c.number.desc()), tx) if rests else None,
    )


async def _row(complaint_id: UUID, tx: Transaction) -> Mapping[Any, Any]:
    row = (await tx.execute(select(*_COLUMNS).where(complaint.c.id == complaint_id))).mappings().one_or_none()
    if row is None:
        raise ComplaintNotFound
    return row


async def _all(statement: Any, tx: Transaction) -> list[Mapping[str, Any]]:
    return [dict(one) for one in (await tx.execute(statement)).mappings()]


async def _first(statement: Any, tx: Transaction) -> Mapping[str, Any] | None:
    found = await _all(statement.limit(1), tx)
    return found[0] if found else None
