"""Log that the customer heard from us, or we from them (IN-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import contact as rules
from services.intake.domain.actor import Actor
from services.intake.domain.contact import Contact, Direction
from services.intake.domain.vocabulary import Channel
from services.intake.domain.wording.finding import Finding
from services.intake.gateways.rulebook import findings_in
from services.intake.storage import complaints, contacts
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact:
    """This was said, this came of it; `at` None is now."""

    complaint_id: UUID
    direction: Direction
    channel: Channel
    at: datetime | None
    minutes_waited: int | None
    said: str
    outcome: str
    what_it_took: str | None
    actor: Actor
    now: datetime


async def log_contact(command: LogContact, tx: Transaction) -> tuple[Contact, Sequence[Finding]]:
    """The contact, and what could have been said better: what was said was said, so that only warns.

    Raises ContactAhead or ComplaintNotFound.
    """
    at = rules.happened_at(command.at, now=command.now)
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    contact = Contact(
        id=new_id(),
        direction=command.direction,
        channel=command.channel,
        at=at,
        minutes_waited=command.minutes_waited,
        said=command.said,
        outcome=command.outcome,
        what_it_took=command.what_it_took,
        logged_by=command.actor.subject,
        logged_at=command.now,
    )
    await contacts.add(complaint.id, contact, tx)
    received_at = await contacts.received_at(complaint.id, tx)
    complaint = rules.contacted(complaint, contact, received_at=received_at)
    await complaints.save(complaint, tx)
    tx.publish(
        events.contacted(
            complaint,
            direction=contact.direction.value,
            channel=contact.channel,
            minutes_waited=contact.minutes_waited,
            at=contact.at,
            now=command.now,
        )
    )
    said_by_us = contact.direction is Direction.OUT
    return contact, findings_in(contact.said, language=complaint.language) if said_by_us else ()
