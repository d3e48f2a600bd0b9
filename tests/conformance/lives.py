"""Lives of complaints as intake tells them, for the services that hear of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.contracts.envelope import Event, Message
from shared.contracts.intake import (
    ComplaintClassified,
    ComplaintContacted,
    ComplaintMerged,
    ComplaintOffered,
    ComplaintParted,
    ComplaintRecorded,
    ComplaintReopened,
    ComplaintResolved,
    RecapConfirmed,
)
from shared.kernel.ids import new_id

NOW = datetime.now(UTC)
"""Just now, so that no clock that these lives start runs out while a test looks."""
PERSON = UUID("01900000-0000-7000-8000-000000000001")


def life(complaint: UUID) -> list[Message]:
    """A complaint's life as intake tells it."""
    common = {"complaint_id": complaint, "owner_id": PERSON}
    recorded = ComplaintRecorded(
        **common,
        reference="RD-0000-0001",
        customer_id=new_id(),
        returning=False,
        channel="phone",
        language="en",
        feeling="upset",
        desired_resolution="exchange",
        product="coat",
        department="deliveries",
        recorded_at=NOW,
    )
    resolved = ComplaintResolved(
        **common,
        customer_id=new_id(),
        language="en",
        time_zone=None,
        department="deliveries",
        product="coat",
        resolution_number=1,
        resolved_at=NOW,
    )
    told = [
        (recorded, 1),
        *_understood(complaint),
        (RecapConfirmed(complaint_id=complaint, recap_version=1, confirmed_at=NOW), 3),
        (resolved, 4),
        (ComplaintReopened(**common, times=1, reopened_at=NOW), 5),
        (resolved.model_copy(update={"resolution_number": 2}), 6),
    ]
    return [Message(event, complaint, version, NOW) for event, version in told]


def _understood(complaint: UUID) -> list[tuple[Event, int]]:
    """What it is about, told twice; a call each way, and an offer."""
    classified = ComplaintClassified(
        complaint_id=complaint,
        department="billing",
        product="coat",
        branch="north",
        category=None,
        urgency="high",
        feeling="angry",
        desired_resolution="refund",
        root_cause=None,
        classified_at=NOW,
    )
    calmer = classified.model_copy(update={"feeling": "calm", "urgency": "raised"})
    called = ComplaintContacted(
        complaint_id=complaint, direction="out", channel="phone", minutes_waited=None, contacted_at=NOW
    )
    answered = called.model_copy(update={"direction": "in", "contacted_at": NOW + timedelta(minutes=5)})
    offered = ComplaintOffered(
        complaint_id=complaint, offer_id=new_id(), options=("refund",), refused=False, offered_at=NOW
    )
    return [(classified, 2), (called, 2), (offered, 3), (answered, 4), (calmer, 5)]


TOLD = (ComplaintRecorded, RecapConfirmed, ComplaintClassified, ComplaintContacted, ComplaintOffered)
"""What routing hears and followup does not."""


def other_ends() -> list[Message]:
    """A complaint that went on as another, and one that a manager ended."""
    merged, parted = new_id(), new_id()
    into = ComplaintMerged(complaint_id=merged, into_id=new_id(), merged_at=NOW)
    ended = ComplaintParted(complaint_id=parted, decided_by=PERSON, parted_at=NOW)
    return [*life(merged), Message(into, merged, 8, NOW), *life(parted), Message(ended, parted, 8, NOW)]
