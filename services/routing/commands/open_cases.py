"""Open cases for complaints just recorded, and give each its first owner (RO-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.routing import events
from services.routing.commands.escalate_again import SYSTEM
from services.routing.commands.placing import Arrival, placed
from services.routing.commands.timekeeping import keep_time
from services.routing.domain.ownership import How
from services.routing.domain.progress import told
from services.routing.storage import cases, facts, progress
from shared.messaging.transaction import Transaction


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
    told_before = [complaint_id for complaint_id, one in standing.items() if one.heard > 1]
    heard = await facts.of(told_before, tx) if told_before else {}
    opened = await placed(list(arrivals.values()), standing, heard, tx, now=command.now)
    fresh = await cases.open_all(opened, tx, by=SYSTEM.subject)
    await keep_time(new, tx)
    for case in opened:
        if case.complaint_id in fresh and case.owner_id != case.recorder_id:
            tx.publish(
                events.case_assigned(case, previous_owner_id=case.recorder_id, how=How.ARRIVAL, now=command.now),
                correlation_id=arrivals[case.complaint_id].correlation_id,
                traceparent=arrivals[case.complaint_id].traceparent,
            )
