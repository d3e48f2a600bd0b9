"""Offers about a complaint as they stand now, and what a refusal would put at risk."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.duration import to_iso
from services.intake.domain.offer import Offer, OfferNotFound, Option, standing
from services.intake.domain.risk import Likeness
from services.intake.domain.tarp import Assumptions
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage import offers
from services.intake.storage.risk import risk, risk_document
from services.intake.storage.tables import complaint
from shared.messaging.transaction import Transaction

View = dict[str, Any]


async def offer_list(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, now: datetime, limit: int, after: UUID | None
) -> list[View]:
    """At most `limit` offers beyond `after`, oldest first, refusals among them. Raises ComplaintNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    found = await offers.page(complaint_id, tx, limit=limit, after=after)
    return [offer_view(one, now=now) for one in found]


async def offer_one(complaint_id: UUID, offer_id: UUID, tx: Transaction, *, actor: Actor, now: datetime) -> View:
    """One offer. Raises ComplaintNotFound or OfferNotFound."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    found = await offers.load(complaint_id, offer_id, tx)
    if found is None:
        raise OfferNotFound
    return offer_view(found, now=now)


async def refusal_risk(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, assumed: Assumptions, now: datetime
) -> View:
    """How many customers a refusal would put at risk now. Raises ComplaintNotFound."""
    columns = (complaint.c.department, complaint.c.product, complaint.c.category)
    row = await complaint_row(complaint_id, tx, actor=actor, columns=columns)
    alike = Likeness(department=row["department"], product=row["product"], category=row["category"])
    return risk_document(await risk(alike, tx, assumed=assumed, now=now))


def offer_view(offer: Offer, *, now: datetime) -> View:
    """An offer for the staff; where it comes from in our policies is among it, so it is not for the customer."""
    return {
        "id": offer.id,
        "version": offer.version,
        "status": standing(offer, now=now),
        "refused": offer.refused,
        "wish_kind": offer.wish_kind,
        "wish_possible": offer.wish_possible,
        "why_not": offer.why_not,
        "policy_reference": offer.policy_reference,
        "options": [_option(one) for one in offer.options],
        "channel": offer.channel,
        "customers_at_risk": risk_document(offer.risk) if offer.risk else None,
        "offered_by": offer.offered_by,
        "offered_at": offer.offered_at,
        "expires_at": offer.expires_at,
        "choice": asdict(offer.choice) if offer.choice else None,
    }


def _option(option: Option) -> View:
    value = option.value
    return {
        "number": option.number,
        "kind": option.kind,
        "detail": option.detail,
        "limits": option.limits,
        "how_long": to_iso(option.how_long),
        "value": {"amount": str(value.amount), "currency": value.currency} if value else None,
    }
