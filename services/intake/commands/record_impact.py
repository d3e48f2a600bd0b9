"""Record what it cost the customer, and an occasion of their own that it endangers (IN-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import Complaint
from services.intake.domain.expectation import expect
from services.intake.domain.new_complaint import Impact
from services.intake.domain.understanding import cost_them
from services.intake.domain.vocabulary import ChangeKind
from services.intake.storage import changes, complaints, occasions
from services.intake.storage.changes import Change
from services.intake.storage.impact import impact_document
from services.intake.storage.occasions import Occasion
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordImpact:
    """It cost them this; `expected_version` None takes the complaint as it is."""

    complaint_id: UUID
    impact: Impact
    expected_version: int | None
    actor: Actor
    now: datetime


async def record_impact(command: RecordImpact, tx: Transaction) -> Complaint:
    """The complaint with its urgency of now; it is looked at again as the occasion comes near.

    Raises ComplaintNotFound or PreconditionFailed.
    """
    before = await complaints.load(command.complaint_id, tx, actor=command.actor)
    expect(before.version, expected=command.expected_version)
    after = cost_them(before, impact=command.impact, now=command.now)
    change = Change(
        complaint_id=after.id,
        kind=ChangeKind.IMPACT,
        by=command.actor.subject,
        at=command.now,
        detail={
            "from": impact_document(before.impact),
            "to": impact_document(after.impact),
            "urgency": {"from": before.urgency.value, "to": after.urgency.value},
        },
    )
    await changes.add([change], tx)
    await complaints.save(after, tx)
    if command.impact.occasion_on is None:
        await occasions.forget(after.id, tx)
    else:
        occasion = Occasion(complaint_id=after.id, on=command.impact.occasion_on, time_zone=after.time_zone)
        await occasions.watch([(occasion, command.now)], tx)
    tx.publish(events.classified(after, now=command.now))
    return after
