"""What intake says, as routing's commands; no rules here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from services.routing.commands.escalate_again import ENOUGH_TIMES, plan_escalations
from services.routing.commands.follow_complaints import FollowComplaints, follow_complaints
from services.routing.commands.open_cases import Arrival, OpenCases, open_cases
from services.routing.domain.progress import Fact, Happening
from shared.contracts.intake import (
    ComplaintClosed,
    ComplaintMerged,
    ComplaintParted,
    ComplaintRecorded,
    ComplaintReopened,
    ComplaintResolved,
    RecapConfirmed,
)
from shared.messaging.subscription import Received, Subscription
from shared.messaging.transaction import Transaction

Told = RecapConfirmed | ComplaintResolved | ComplaintClosed | ComplaintMerged | ComplaintParted | ComplaintReopened


async def on_recorded(events: Sequence[Received[ComplaintRecorded]], tx: Transaction, now: datetime) -> None:
    """A complaint was recorded: open its case and find who takes it (RO-2)."""
    arrivals = tuple(
        Arrival(
            fact=Fact(received.event.complaint_id, received.version, Happening.RECORDED, received.event.recorded_at),
            reference=received.event.reference,
            recorder_id=received.event.owner_id,
            customer_id=received.event.customer_id,
            returning=received.event.returning,
            language=received.event.language,
            department=received.event.department,
            product=received.event.product,
            wish=received.event.desired_resolution,
            feeling=received.event.feeling,
            correlation_id=received.correlation_id,
            traceparent=received.traceparent,
        )
        for received in events
    )
    await open_cases(OpenCases(arrivals, now), tx)


async def on_recap_confirmed(events: Sequence[Received[RecapConfirmed]], tx: Transaction, _: datetime) -> None:
    """The customer agreed with what we understood: the recap is in time or late, once (RO-7)."""
    await _follow(tx, (_fact(one, Happening.RECAP_CONFIRMED, one.event.confirmed_at) for one in events))


async def on_resolved(events: Sequence[Received[ComplaintResolved]], tx: Transaction, _: datetime) -> None:
    """A resolution was given: its clock stops (RO-7)."""
    await _follow(
        tx,
        (_fact(one, Happening.RESOLVED, one.event.resolved_at, number=one.event.resolution_number) for one in events),
    )


async def on_closed(events: Sequence[Received[ComplaintClosed]], tx: Transaction, _: datetime) -> None:
    """It is over: the case weighs on nobody any more."""
    await _follow(tx, (_fact(one, Happening.CLOSED, one.event.closed_at) for one in events))


async def on_merged(events: Sequence[Received[ComplaintMerged]], tx: Transaction, _: datetime) -> None:
    """It was told twice: the case goes on as the other one's (IN-21)."""
    await _follow(tx, (_fact(one, Happening.CLOSED, one.event.merged_at) for one in events))


async def on_parted(events: Sequence[Received[ComplaintParted]], tx: Transaction, _: datetime) -> None:
    """A manager ended it with respect: the case weighs on nobody any more (IN-23)."""
    await _follow(tx, (_fact(one, Happening.CLOSED, one.event.parted_at) for one in events))


async def on_reopened(events: Sequence[Received[ComplaintReopened]], tx: Transaction, _: datetime) -> None:
    """Not solved: the case is open again with its owner, under a new clock; a second time it climbs (IN-20, RO-7)."""
    await _follow(
        tx,
        (_fact(one, Happening.REOPENED, one.event.reopened_at, number=one.event.times) for one in events),
    )
    again = {one.event.complaint_id: one.event.reopened_at for one in events if one.event.times >= ENOUGH_TIMES}
    await plan_escalations(again, tx)


def _fact(
    received: Received[Told],
    what: Happening,
    at: datetime,
    *,
    number: int = 0,
) -> Fact:
    return Fact(received.event.complaint_id, received.version, what, at, number)


async def _follow(tx: Transaction, facts: Iterable[Fact]) -> None:
    await follow_complaints(FollowComplaints(tuple(facts)), tx)


SUBSCRIPTIONS = (
    Subscription(ComplaintRecorded, on_recorded),
    Subscription(RecapConfirmed, on_recap_confirmed),
    Subscription(ComplaintResolved, on_resolved),
    Subscription(ComplaintClosed, on_closed),
    Subscription(ComplaintMerged, on_merged),
    Subscription(ComplaintParted, on_parted),
    Subscription(ComplaintReopened, on_reopened),
)
