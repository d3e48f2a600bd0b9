"""Find each new case its first owner, one after the other (RO-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.routing.commands.seating import Seating
from services.routing.domain.arrival import Placement, place
from services.routing.domain.assignment import Needs
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.classification import Classification, latest
from services.routing.domain.correspondence import correspondence
from services.routing.domain.progress import Fact, Progress
from services.routing.storage import cases
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Arrival:
    """A complaint that was recorded: what is known of it, by codes only."""

    fact: Fact
    reference: str
    recorder_id: UUID
    customer_id: UUID | None
    returning: bool
    language: str
    channel: str
    about: Classification
    """As it was recorded; the owner is found by this, so that the order of telling decides nothing."""
    correlation_id: str
    traceparent: str | None = None


async def placed(
    arrivals: Sequence[Arrival],
    standing: Mapping[UUID, Progress],
    heard: Mapping[UUID, tuple[Fact, ...]],
    seats: Seating,
    tx: Transaction,
) -> list[tuple[Case, Placement]]:
    """The cases of these arrivals, each with an owner, a queue where nobody suits; nothing of them is stored yet.

    `heard` has the facts of those complaints of which more than the recording is known already.
    """
    former = await cases.former_handlers([a.customer_id for a in arrivals if a.returning and a.customer_id], tx)
    opened = []
    for arrival in arrivals:
        complaint_id = arrival.fact.complaint_id
        known = standing[complaint_id]
        needs = _needs(arrival, former)
        if known.status is CaseStatus.OPEN:
            placement = await seats.place(needs, complaint_id, tx)
        else:
            # What is over already weighs on nobody and is no turn.
            placement = place(needs, seats.people)
        facts = heard.get(complaint_id, (arrival.fact,))
        opened.append((_case(arrival, known, facts, placement, now=seats.now), placement))
    return opened


def _case(arrival: Arrival, known: Progress, facts: Sequence[Fact], placement: Placement, *, now: datetime) -> Case:
    about = latest(facts) or arrival.about
    contacts = correspondence(facts)
    return Case(
        complaint_id=arrival.fact.complaint_id,
        reference=arrival.reference,
        owner_id=placement.owner_id,
        recorder_id=arrival.recorder_id,
        customer_id=arrival.customer_id,
        status=known.status,
        language=arrival.language,
        department=about.department,
        product=about.product,
        wish=about.wish,
        feeling=about.feeling,
        recorded_at=arrival.fact.at,
        owner_since=now,
        why=placement.why,
        branch=about.branch,
        channel=arrival.channel,
        urgency=about.urgency,
        classified_version=about.version,
        hot=about.hot,
        last_out_at=contacts.last_out_at,
        last_in_at=contacts.last_in_at,
        queue=placement.queue,
        responsible_lead_id=placement.responsible_lead_id,
        version=known.heard,
    )


def _needs(arrival: Arrival, former: Mapping[UUID, UUID]) -> Needs:
    return Needs(
        language=arrival.language,
        recorder_id=arrival.recorder_id,
        department=arrival.about.department,
        product=arrival.about.product,
        wish=arrival.about.wish,
        former_handler_id=former.get(arrival.customer_id) if arrival.customer_id else None,
        hot=arrival.about.hot,
        urgency=arrival.about.urgency,
    )
