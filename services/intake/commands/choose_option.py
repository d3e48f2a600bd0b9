"""Record which option the customer chose, on their own page or through staff (IN-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.answering import check_open
from services.intake.domain.complaint import changed
from services.intake.domain.offer import ChosenBy, GivenChoice, Offer, OfferNotFound, OfferStatus, choose, standing
from services.intake.storage import complaints
from services.intake.storage import offers as stored
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseOption:
    """The customer's choice; `by` says through whom it came, and `actor` entered it."""

    complaint_id: UUID
    offer_id: UUID
    given: GivenChoice
    by: ChosenBy
    actor: Actor
    now: datetime


async def choose_option(command: ChooseOption, tx: Transaction) -> Offer:
    """The offer with its choice. Of two choices at once the first stands: the complaint is locked, the schema agrees.

    Raises ComplaintNotFound, OfferNotFound, NotPossibleNow, OfferNotOpen or ChoiceIncomplete.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    offer = await stored.load(complaint.id, command.offer_id, tx)
    if offer is None:
        raise OfferNotFound
    check_open(complaint)
    current = await stored.open_one(complaint.id, tx)
    is_current = current is not None and standing(current, now=command.now) is OfferStatus.OPEN
    chosen = choose(
        offer,
        command.given,
        id_=new_id(),
        by=command.by,
        recorded_by=command.actor.subject,
        current=current.id if current is not None and is_current else None,
        now=command.now,
    )
    await stored.end(complaint.id, chosen, tx)
    await complaints.save(changed(complaint), tx)
    return chosen
