"""Find each new case its first owner, one after the other (RO-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.routing.domain.arrival import place
from services.routing.domain.assignment import Candidate, Needs
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.classification import Classification, latest
from services.routing.domain.correspondence import correspondence
from services.routing.domain.progress import Fact, Progress
from services.routing.storage import cases, staff
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
    tx: Transaction,
    *,
    now: datetime,
) -> list[Case]:
    """The cases of these arrivals, each with an owner, a queue where nobody suits; nothing is stored yet.

    `heard` has the facts of those complaints of which more than the recording is known already.
    """
    people = list(await staff.candidates(tx))
    former = await cases.former_handlers([a.customer_id for a in arrivals if a.returning and a.customer_id], tx)
    seat = {candidate.staff.id: index for index, candidate in enumerate(people)}
    opened = []
    for arrival in arrivals:
        complaint_id = arrival.fact.complaint_id
        facts = heard.get(complaint_id, (arrival.fact,))
        case = _case(arrival, standing[complaint_id], facts, people, former, now=now)
        opened.append(case)
        index = seat.get(case.owner_id)
        if index is not None and case.status is CaseStatus.OPEN:
            # Each case counts towards the load of its owner before the next is placed.
            people[index] = replace(people[index], load=people[index].load + 1)
    return opened


def _case(
    arrival: Arrival,
    known: Progress,
    facts: Sequence[Fact],
    people: Sequence[Candidate],
    former: Mapping[UUID, UUID],
    *,
    now: datetime,
) -> Case:
    placement = place(_needs(arrival, former), people)
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
