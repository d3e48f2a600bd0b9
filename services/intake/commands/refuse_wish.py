"""Refuse what the customer wants, explained plainly, with alternatives to choose from (IN-18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.commands.make_offer import put_to_customer
from services.intake.domain import offering
from services.intake.domain.actor import Actor
from services.intake.domain.answering import check_open
from services.intake.domain.expectation import expect
from services.intake.domain.gate import Remark
from services.intake.domain.offer import Offer
from services.intake.domain.offering import GivenRefusal
from services.intake.domain.risk import Likeness
from services.intake.domain.tarp import Assumptions
from services.intake.gateways.rulebook import findings_in
from services.intake.storage import complaints
from services.intake.storage.risk import risk
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseWish:
    """Refuse the wish with these alternatives; `expected_version` None takes the complaint as it is."""

    complaint_id: UUID
    given: GivenRefusal
    assumed: Assumptions
    """What the estimate of silent complainers assumes."""
    expected_version: int | None
    actor: Actor
    now: datetime


async def refuse_wish(command: RefuseWish, tx: Transaction) -> tuple[Offer, tuple[Remark, ...]]:
    """The alternatives as the open offer, with the customers whom the refusal puts at risk.

    Raises ComplaintNotFound, PreconditionFailed, NotPossibleNow, RefusalIncomplete or WordingRefused.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    expect(complaint.version, expected=command.expected_version)
    check_open(complaint)
    alike = Likeness(department=complaint.department, product=complaint.product, category=complaint.category)
    offer, remarks = offering.refuse(
        command.given,
        complaint,
        id_=new_id(),
        risk=await risk(alike, tx, assumed=command.assumed, now=command.now),
        findings={
            pointer: findings_in(text, language=complaint.language) for pointer, text in command.given.texts().items()
        },
        by=command.actor.subject,
        now=command.now,
    )
    await put_to_customer(offer, complaint, tx, now=command.now)
    return offer, remarks
