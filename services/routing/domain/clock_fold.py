"""From all that is known of a complaint to its clocks; the order in which it became known decides nothing (RO-7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.routing.domain.business_calendar import BusinessCalendar
from services.routing.domain.business_time import Span, Unit
from services.routing.domain.classification import NORMAL, classification_of
from services.routing.domain.clocks import Clock
from services.routing.domain.milestones import Milestone, in_order, milestones_of
from services.routing.domain.pack import Rule, RulePack
from services.routing.domain.pause import Pause, Waiting, waitings
from services.routing.domain.progress import Fact, Happening

_AT_AN_END = frozenset({Milestone.RESOLVED, Milestone.CLOSED})
_BEGINS = frozenset({Milestone.RECORDED, Milestone.REOPENED})


@dataclass(frozen=True, slots=True)
class Pinned:
    """The edition of a pack, and of the calendar that it counts by, that hold for a complaint."""

    pack: RulePack
    calendar: BusinessCalendar


@dataclass(frozen=True, slots=True)
class _Length:
    """How far a clock goes from a moment on: until when, and when it warns."""

    due_at: datetime
    warn_at: datetime
    paused_at: datetime | None
    paused_until: datetime | None


def clocks_of(
    facts: Sequence[Fact], pauses: Sequence[Pause], held: Sequence[datetime], pinned: Sequence[Pinned]
) -> tuple[Clock, ...]:
    """The clocks of one complaint, all that ever ran; none before it is known to be recorded.

    `held` are the moments of holding responses. A closed complaint has no running clock. A raised urgency shortens a
    running clock, counted from when it was raised; a lowered one lengthens none. Raises CalendarNeverOpen.
    """
    known = in_order(facts)
    if not any(fact.what is Happening.RECORDED for fact in known):
        return ()
    waits = waitings(known, pauses)
    return tuple(
        _clock(rule, one, run, number, known, waits, held)
        for one in pinned
        for rule in one.pack.rules
        for number, run in enumerate(_runs(rule, known), start=1)
    )


@dataclass(frozen=True, slots=True)
class _Run:
    start: Fact
    stop: Fact | None


def _runs(rule: Rule, known: Sequence[Fact]) -> Iterator[_Run]:
    """From each start of a rule to its stop; while a complaint is resolved, only what waits for its end may start."""
    running: Fact | None = None
    is_open = False
    for fact in known:
        reached = frozenset(milestones_of(fact))
        if running is not None and (rule.stops | {Milestone.CLOSED}) & reached:
            yield _Run(running, fact)
            running = None
        is_open = (is_open or bool(reached & _BEGINS)) and not reached & _AT_AN_END
        if running is None and rule.starts & (reached if is_open else reached & _AT_AN_END):
            running = fact
    if running is not None:
        yield _Run(running, None)


def _clock(
    rule: Rule,
    by: Pinned,
    run: _Run,
    number: int,
    known: Sequence[Fact],
    waits: Sequence[Waiting],
    held: Sequence[datetime],
) -> Clock:
    start = run.start.at
    stopped = None if run.stop is None else run.stop.at
    if Milestone.HELD in rule.stops:
        ends_at = [moment for moment in (*held, stopped) if moment is not None and moment >= start]
        stopped = min(ends_at, default=stopped)
    ends = [
        _length(since, rule.within[urgency], rule, by.calendar, waits, stopped)
        for since, urgency in _urgencies(run, known)
    ]
    end = min(ends, key=lambda length: (length.due_at, length.warn_at))
    return Clock(
        complaint_id=run.start.complaint_id,
        pack=by.pack.code,
        kind=rule.kind,
        round=number,
        started_at=start,
        due_at=end.due_at,
        warn_at=end.warn_at,
        stopped_at=stopped,
        paused_at=end.paused_at,
        paused_until=end.paused_until,
        optional=rule.optional,
        escalates=rule.escalates,
    )


def _urgencies(run: _Run, known: Sequence[Fact]) -> list[tuple[datetime, str]]:
    """The urgency in force when a run began, and each that was said while it ran, with when that was."""
    first = NORMAL
    later = []
    for fact in known:
        said = classification_of(fact)
        if said is None or (run.stop is not None and fact.version >= run.stop.version):
            continue
        if fact.version <= run.start.version:
            first = said.urgency
        else:
            later.append((max(run.start.at, fact.at), said.urgency))
    return [(run.start.at, first), *later]


def _length(
    since: datetime,
    span: Span,
    rule: Rule,
    calendar: BusinessCalendar,
    waits: Sequence[Waiting],
    stopped: datetime | None,
) -> _Length:
    due = calendar.add(since, span)
    warn = _share(since, due, rule.warn_at, span.unit, calendar)
    paused_at = paused_until = None
    for wait in waits if rule.pausable else ():
        begins = max(wait.since, since)
        if (wait.end is not None and wait.end <= since) or (stopped is not None and begins >= stopped):
            continue
        if begins >= due:
            break
        # Whoever is done while the customer is waited for has taken no time of that.
        ends = min((moment for moment in (wait.end, stopped) if moment is not None), default=None)
        paused_at, paused_until = begins, ends
        if ends is None:
            break
        if begins < warn:
            warn = _resumed(warn, _like(span.unit), begins, ends, calendar)
        due = _resumed(due, span.unit, begins, ends, calendar)
    return _Length(due, min(warn, due), paused_at, paused_until)


def _share(since: datetime, due: datetime, share: float, unit: Unit, calendar: BusinessCalendar) -> datetime:
    """When a share of the way is gone: of the open time for what is counted in that, else of all time."""
    if unit.needs_calendar:
        return calendar.add_open(since, calendar.between(since, due) * share)
    return since + (due - since) * share


def _like(unit: Unit) -> Unit:
    """A warning inside a business day goes on by the minute."""
    return Unit.BUSINESS_MINUTES if unit.needs_calendar else unit


def _resumed(moment: datetime, unit: Unit, since: datetime, end: datetime, calendar: BusinessCalendar) -> datetime:
    """When what would have been at `moment` is, after standing still from `since` to `end`: as much is left as was."""
    if unit in (Unit.MINUTES, Unit.HOURS):
        return moment + (end - since)
    if unit in (Unit.BUSINESS_MINUTES, Unit.BUSINESS_HOURS):
        return calendar.add_open(end, calendar.between(since, moment))
    if unit is not Unit.BUSINESS_DAYS:
        return calendar.moved(moment, since, end)
    left = calendar.open_days(since, moment)
    closes = calendar.close_after(end, left)
    return closes if closes > end else calendar.close_after(end, left + 1)
