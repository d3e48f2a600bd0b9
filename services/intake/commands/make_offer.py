"""Put options to the customer: an offer that takes the place of the open one (IN-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import offering
from services.intake.domain.actor import Actor
from services.intake.domain.answering import check_open
from services.intake.domain.complaint import Complaint, changed
from services.intake.domain.expectation import expect
from services.intake.domain.gate import Remark
from services.intake.domain.offer import Offer, overtake
from services.intake.domain.offering import GivenOffer
from services.intake.gateways.rulebook import findings_in
from services.intake.storage import complaints
from services.intake.storage import offers as stored
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeOffer:
    """Offer these options; `expected_version` None takes the complaint as it is."""

    complaint_id: UUID
    given: GivenOffer
    expected_version: int | None
    actor: Actor
    now: datetime


async def make_offer(command: MakeOffer, tx: Transaction) -> tuple[Offer, tuple[Remark, ...]]:
    """The open offer, and the remarks on its wording.

    Raises ComplaintNotFound, PreconditionFailed, NotPossibleNow, OfferIncomplete or WordingRefused.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    expect(complaint.version, expected=command.expected_version)
    check_open(complaint)
    offer, remarks = offering.offer(
        command.given,
        complaint,
        id_=new_id(),
        findings={
            pointer: findings_in(text, language=complaint.language) for pointer, text in command.given.texts().items()
        },
        by=command.actor.subject,
        now=command.now,
    )
    await put_to_customer(offer, complaint, tx, now=command.now)
    return offer, remarks


async def put_to_customer(offer: Offer, complaint: Complaint, tx: Transaction, *, now: datetime) -> None:
    """Keep it as the one that is open, and say so; the one before is over."""
    before = await stored.open_one(complaint.id, tx)
    if before is not None:
        await stored.end(complaint.id, overtake(before, now=now), tx)
    await stored.add(complaint.id, offer, tx)
    offered = changed(complaint)
    await complaints.save(offered, tx)
    kinds = [option.kind for option in offer.options]
    tx.publish(events.offered(offered, offer_id=offer.id, options=kinds, refused=offer.refused, now=now))
