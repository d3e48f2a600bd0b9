"""The time has come for a case's clocks: warn, or say that one ran out and take the case higher (RO-7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.routing.domain import kinds
from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.clocks import Clock, Verdict, next_moment
from services.routing.events.clocks import clock_breached, clock_warned
from services.routing.storage import cases, clocks
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class WarnOrBreach:
    """Look at the clocks of a case."""

    complaint_id: UUID
    now: datetime


async def warn_or_breach(command: WarnOrBreach, tx: Transaction) -> Timer | None:
    """Tell each warning and each breach once; return what falls due next, for the caller to schedule.

    The case is locked, so that of two who look at once the second finds it told. A breach of a clock that escalates
    lets the open case climb; a lapsed chance is noted and told nobody.
    """
    case = await cases.load(command.complaint_id, tx, lock=True)
    if case is None:
        return None
    known = await clocks.of(command.complaint_id, tx)
    looked_at = [_told(clock, case, tx, now=command.now) for clock in known]
    changed = [after for before, after in zip(known, looked_at, strict=True) if after != before]
    if changed:
        await clocks.mark(changed, tx)
    ran_out = [clock for clock in changed if clock.breached_at == command.now and not clock.optional]
    if case.status is CaseStatus.OPEN and any(clock.escalates and clock.stopped_at is None for clock in ran_out):
        await tx.schedule(Timer(kinds.ESCALATE_BREACH, case.complaint_id, command.now))
    moment = next_moment(looked_at)
    return None if moment is None else Timer(kinds.CASE_CLOCK, case.complaint_id, moment)


def _told(clock: Clock, case: Case, tx: Transaction, *, now: datetime) -> Clock:
    match clock.verdict(now):
        case Verdict.BREACH:
            if not clock.optional:
                tx.publish(clock_breached(case, clock, now=now))
            return replace(clock, breached_at=now)
        case Verdict.WARN:
            tx.publish(clock_warned(case, clock, now=now))
            return replace(clock, warned_at=now)
        case None:
            return clock
