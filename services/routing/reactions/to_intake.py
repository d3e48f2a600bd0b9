"""What intake says, as routing's commands; no rules here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.routing.commands.escalate_again import ENOUGH_TIMES, plan_escalations
from services.routing.commands.follow_complaints import FollowComplaints, follow_complaints
from services.routing.commands.open_cases import OpenCases, open_cases
from services.routing.commands.place_again import place_again
from services.routing.commands.placing import Arrival
from services.routing.domain.classification import Classification
from services.routing.domain.correspondence import contact_detail
from services.routing.domain.progress import Fact, Happening
from shared.contracts.intake import (
    ComplaintClassified,
    ComplaintClosed,
    ComplaintContacted,
    ComplaintMerged,
    ComplaintOffered,
    ComplaintParted,
    ComplaintRecorded,
    ComplaintReopened,
    ComplaintResolved,
    RecapConfirmed,
)
from shared.messaging.subscription import Received, Subscription
from shared.messaging.transaction import Transaction

Told = (
    RecapConfirmed
    | ComplaintClassified
    | ComplaintContacted
    | ComplaintOffered
    | ComplaintResolved
    | ComplaintClosed
    | ComplaintMerged
    | ComplaintParted
    | ComplaintReopened
)


async def on_recorded(events: Sequence[Received[ComplaintRecorded]], tx: Transaction, now: datetime) -> None:
    """A complaint was recorded: open its case and find who takes it (RO-2)."""
    arrivals = tuple(_arrival(received) for received in events)
    await open_cases(OpenCases(arrivals, now), tx)


async def on_recap_confirmed(events: Sequence[Received[RecapConfirmed]], tx: Transaction, _: datetime) -> None:
    """The customer agreed with what we understood: the recap is in time or late, once (RO-7)."""
    await _follow(
        tx,
        (
            _fact(one, Happening.RECAP_CONFIRMED, one.event.confirmed_at, number=one.event.recap_version)
            for one in events
        ),
    )


async def on_classified(events: Sequence[Received[ComplaintClassified]], tx: Transaction, _: datetime) -> None:
    """What it is about, how it feels, how urgent it is: the newest of what was said counts (RO-2, RO-10)."""
    await _follow(
        tx,
        (
            _fact(one, Happening.CLASSIFIED, one.event.classified_at, detail=_about(one.event).detail())
            for one in events
        ),
    )


async def on_contacted(events: Sequence[Received[ComplaintContacted]], tx: Transaction, _: datetime) -> None:
    """The customer heard from us, or we from them (RO-13)."""
    await _follow(
        tx,
        (
            _fact(
                one,
                Happening.CONTACTED,
                one.event.contacted_at,
                detail=contact_detail(
                    direction=one.event.direction, channel=one.event.channel, automatic=one.event.automatic
                ),
            )
            for one in events
        ),
    )


async def on_offered(events: Sequence[Received[ComplaintOffered]], tx: Transaction, _: datetime) -> None:
    """Options were put to the customer: it is their turn (RO-7)."""
    await _follow(
        tx,
        (_fact(one, Happening.OFFERED, one.event.offered_at, detail={"refused": one.event.refused}) for one in events),
    )


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


async def on_reopened(events: Sequence[Received[ComplaintReopened]], tx: Transaction, now: datetime) -> None:
    """Not solved: the case is open again with its owner, under a new clock; a second time it climbs (IN-20, RO-7).

    Where its owner has left, somebody else is found (RO-2).
    """
    await _follow(
        tx,
        (_fact(one, Happening.REOPENED, one.event.reopened_at, number=one.event.times) for one in events),
    )
    await place_again({one.event.complaint_id for one in events}, tx, now=now)
    again = {one.event.complaint_id: one.event.reopened_at for one in events if one.event.times >= ENOUGH_TIMES}
    await plan_escalations(again, tx)


def _arrival(received: Received[ComplaintRecorded]) -> Arrival:
    event = received.event
    about = _about(event)
    detail = {**about.detail(), "channel": event.channel}
    return Arrival(
        fact=Fact(event.complaint_id, received.version, Happening.RECORDED, event.recorded_at, detail=detail),
        reference=event.reference,
        recorder_id=event.owner_id,
        customer_id=event.customer_id,
        returning=event.returning,
        language=event.language,
        channel=event.channel,
        about=about,
        correlation_id=received.correlation_id,
        traceparent=received.traceparent,
    )


def _about(event: ComplaintRecorded | ComplaintClassified) -> Classification:
    return Classification(
        department=event.department,
        product=event.product,
        branch=event.branch,
        wish=event.desired_resolution,
        feeling=event.feeling,
        urgency=event.urgency,
    )


def _fact(
    received: Received[Told],
    what: Happening,
    at: datetime,
    *,
    number: int = 0,
    detail: Mapping[str, Any] | None = None,
) -> Fact:
    return Fact(received.event.complaint_id, received.version, what, at, number, detail or {})


async def _follow(tx: Transaction, facts: Iterable[Fact]) -> None:
    await follow_complaints(FollowComplaints(tuple(facts)), tx)


SUBSCRIPTIONS = (
    Subscription(ComplaintRecorded, on_recorded),
    Subscription(RecapConfirmed, on_recap_confirmed),
    Subscription(ComplaintClassified, on_classified),
    Subscription(ComplaintContacted, on_contacted),
    Subscription(ComplaintOffered, on_offered),
    Subscription(ComplaintResolved, on_resolved),
    Subscription(ComplaintClosed, on_closed),
    Subscription(ComplaintMerged, on_merged),
    Subscription(ComplaintParted, on_parted),
    Subscription(ComplaintReopened, on_reopened),
)
