"""One complaint, whole, as its owner needs it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select

from services.intake.domain.actions import FEELING_WAITS, OFFER_WAITS, RECAP_WAITS, Situation, actions
from services.intake.domain.actor import Actor
from services.intake.domain.errors import ComplaintNotFound
from services.intake.domain.lifecycle import Status
from services.intake.domain.offer import OfferStatus
from services.intake.domain.recap import RecapStatus
from services.intake.domain.vocabulary import Feeling
from services.intake.storage.recaps import COLUMNS as RECAP
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint, offer, recap, resolution
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

_HIDDEN = ("search", "owner_version", "contact")
_COLUMNS = tuple(column for column in complaint.c if column.name not in _HIDDEN)
_SHAPED = ("wish_kind", "wish_detail", "customer_id", "returning_customer", "source", "external_id")
_RESOLUTION = tuple(column for column in resolution.c if column.name != "complaint_id")

View = dict[str, Any]


async def complaint_row(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, columns: tuple[Any, ...] = _COLUMNS
) -> RowMapping:
    """The row, if the actor may see it. Raises ComplaintNotFound, for a foreign one as well."""
    chosen = select(*columns).where(complaint.c.id == complaint_id, visible_to(actor))
    row = (await tx.execute(chosen)).mappings().one_or_none()
    if row is None:
        raise ComplaintNotFound
    return row


async def complaint_view(complaint_id: UUID, tx: Transaction, *, actor: Actor, scopes: Collection[str]) -> View:
    """The complaint with its latest recap and resolution, and what a holder of these scopes can do with it now.

    Raises ComplaintNotFound.
    """
    row = await complaint_row(complaint_id, tx, actor=actor)
    view = plain(row, without=_SHAPED)
    latest = select(*RECAP).where(recap.c.complaint_id == complaint_id).order_by(recap.c.version.desc()).limit(1)
    understood = (await tx.execute(latest)).mappings().one_or_none()
    done = (await resolutions_view(complaint_id, tx))[-1:]
    return view | {
        "customer": customer_ref(row),
        "desired_resolution": wish(row),
        "external": {"source": row["source"], "id": row["external_id"]} if row["external_id"] else None,
        "recap": plain(understood) if understood else None,
        "resolution": done[0] if done else None,
        "actions": actions(Situation(Status(row["status"]), await _waiting(row, understood, tx)), scopes=scopes),
    }


async def _waiting(row: RowMapping, understood: RowMapping | None, tx: Transaction) -> frozenset[str]:
    """What of a complaint waits for somebody."""
    open_offer = select(offer.c.id).where(offer.c.complaint_id == row["id"], offer.c.status == OfferStatus.OPEN.value)
    waits = {
        RECAP_WAITS: understood is not None and understood["status"] == RecapStatus.PROPOSED.value,
        OFFER_WAITS: (await tx.execute(open_offer)).first() is not None,
        FEELING_WAITS: row["feeling"] not in (None, Feeling.CALM.value) and row["feeling_acknowledged_at"] is None,
    }
    return frozenset(name for name, waiting in waits.items() if waiting)


async def resolutions_view(complaint_id: UUID, tx: Transaction) -> list[View]:
    """All resolutions of a complaint, oldest first; there is one more per reopening."""
    chosen = select(*_RESOLUTION).where(resolution.c.complaint_id == complaint_id).order_by(resolution.c.number)
    views = []
    for row in (await tx.execute(chosen)).mappings():
        view = plain(row)
        amount, currency = view.pop("cost_amount"), view.pop("cost_currency")
        view["cost"] = {"amount": str(amount), "currency": currency} if currency else None
        views.append(view)
    return views


def customer_ref(row: RowMapping) -> View | None:
    """Which customer, and whether they were here before; None for an anonymous complaint."""
    if row["customer_id"] is None:
        return None
    return {"id": row["customer_id"], "returning": row["returning_customer"]}


def wish(row: RowMapping) -> View | None:
    """What the customer wants."""
    if row["wish_kind"] is None:
        return None
    return {"kind": row["wish_kind"], "detail": row["wish_detail"]}
