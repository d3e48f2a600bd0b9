"""Open cases for complaints just recorded, and give each its first owner (RO-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.routing import events
from services.routing.domain.arrival import place
from services.routing.domain.assignment import Candidate, Needs
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.clocks import clocks_of
from services.routing.domain.progress import Fact, Progress, told
from services.routing.storage import cases, clocks, facts, progress, staff
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
    department: str | None
    product: str | None
    wish: str | None
    feeling: str | None
    correlation_id: str
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class OpenCases:
    """A batch of arrivals; opening one that is open already changes no owner."""

    arrivals: tuple[Arrival, ...]
    now: datetime


async def open_cases(command: OpenCases, tx: Transaction) -> None:
    """Open every case with an owner, a queue where nobody suits, and its clocks; a few statements for the batch.

    What was told of a complaint before it was recorded is taken in here. Publishes case.assigned only where somebody
    else than the recorder was chosen.
    """
    new = await facts.hear([arrival.fact for arrival in command.arrivals], tx)
    if not new:
        return
    known = {arrival.fact: arrival for arrival in command.arrivals}
    arrivals = {fact.complaint_id: known[fact] for fact in new}
    standing = await progress.join(told(new), tx)
    opened = _place_all(
        list(arrivals.values()),
        standing,
        await staff.candidates(tx),
        await cases.former_handlers([a.customer_id for a in arrivals.values() if a.returning and a.customer_id], tx),
    )
    fresh = await cases.open_all(opened, tx)
    await clocks.join([clock for fact in new for clock in clocks_of(fact)], tx)
    for case in opened:
        if case.complaint_id in fresh and case.owner_id != case.recorder_id:
            tx.publish(
                events.case_assigned(case, previous_owner_id=case.recorder_id, how=events.How.ARRIVAL, now=command.now),
                correlation_id=arrivals[case.complaint_id].correlation_id,
                traceparent=arrivals[case.complaint_id].traceparent,
            )


def _place_all(
    arrivals: Sequence[Arrival],
    standing: dict[UUID, Progress],
    candidates: Sequence[Candidate],
    former: dict[UUID, UUID],
) -> list[Case]:
    """Place one after the other: each case counts towards the load of its owner before the next is placed."""
    people = list(candidates)
    seat = {candidate.staff.id: index for index, candidate in enumerate(people)}
    opened = []
    for arrival in arrivals:
        case = _case(arrival, standing[arrival.fact.complaint_id], people, former)
        opened.append(case)
        index = seat.get(case.owner_id)
        if index is not None and case.status is CaseStatus.OPEN:
            people[index] = replace(people[index], load=people[index].load + 1)
    return opened


def _case(arrival: Arrival, known: Progress, people: Sequence[Candidate], former: dict[UUID, UUID]) -> Case:
    needs = Needs(
        language=arrival.language,
        recorder_id=arrival.recorder_id,
        department=arrival.department,
        product=arrival.product,
        wish=arrival.wish,
        former_handler_id=former.get(arrival.customer_id) if arrival.customer_id else None,
    )
    placement = place(needs, people)
    return Case(
        complaint_id=arrival.fact.complaint_id,
        reference=arrival.reference,
        owner_id=placement.owner_id,
        recorder_id=arrival.recorder_id,
        customer_id=arrival.customer_id,
        status=known.status,
        language=arrival.language,
        department=arrival.department,
        product=arrival.product,
        wish=arrival.wish,
        feeling=arrival.feeling,
        recorded_at=arrival.fact.at,
        why=placement.why,
        queue=placement.queue,
        responsible_lead_id=placement.responsible_lead_id,
        version=known.heard,
    )
