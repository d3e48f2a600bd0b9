"""Open cases for complaints just recorded, and give each its first owner (RO-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.routing import events
from services.routing.commands.escalate_again import SYSTEM
from services.routing.commands.hot_turns import note_turns
from services.routing.commands.placing import Arrival, placed
from services.routing.commands.seating import seating
from services.routing.commands.sweeping import sweep_later
from services.routing.commands.timekeeping import keep_time
from services.routing.domain.ownership import How
from services.routing.domain.progress import told
from services.routing.storage import assignments, cases, facts, progress
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OpenCases:
    """A batch of arrivals; opening one that is open already changes no owner."""

    arrivals: tuple[Arrival, ...]
    now: datetime
    rest: timedelta
    """How long whoever gets a hot case gets no other (RO-10)."""


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
    told_before = [complaint_id for complaint_id, one in standing.items() if one.heard > 1]
    heard = await facts.of(told_before, tx) if told_before else {}
    seats = await seating(tx, now=command.now, rest=command.rest)
    opened = await placed(list(arrivals.values()), standing, heard, seats, tx)
    fresh = await cases.open_all([case for case, _ in opened], tx, by=SYSTEM.subject)
    new_ones = [(case, placement) for case, placement in opened if case.complaint_id in fresh]
    await assignments.decided(
        [(case.complaint_id, case.version, placement.ranking) for case, placement in new_ones], tx, now=command.now
    )
    await seats.done(tx)
    await keep_time(new, tx)
    await sweep_later((case.queue for case, _ in new_ones), tx, now=command.now)
    for case, _ in new_ones:
        if case.owner_id != case.recorder_id:
            tx.publish(
                events.case_assigned(case, previous_owner_id=case.recorder_id, how=How.ARRIVAL, now=command.now),
                correlation_id=arrivals[case.complaint_id].correlation_id,
                traceparent=arrivals[case.complaint_id].traceparent,
            )
    await note_turns(new, tx)
