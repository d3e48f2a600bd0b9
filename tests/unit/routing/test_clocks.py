"""Clocks: where each stands, and when something is to be said about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.clocks import Clock, ClockStatus, Verdict, next_moment
from tests.unit.routing.people import NOON

HOUR = timedelta(hours=1)
EARLIEST = timedelta(microseconds=1)
CLOCK = Clock(
    complaint_id=UUID(int=7),
    pack="own",
    kind="recap",
    round=1,
    started_at=NOON,
    due_at=NOON + 4 * HOUR,
    warn_at=NOON + 3 * HOUR,
)


@pytest.mark.parametrize(
    ("after_due", "stopped", "status"),
    [
        (timedelta(0), False, ClockStatus.WARNED),
        (EARLIEST, False, ClockStatus.BREACHED),
        (timedelta(0), True, ClockStatus.MET),
        (EARLIEST, True, ClockStatus.LATE),
    ],
)
def test_due_is_still_in_time_and_a_moment_later_is_not(
    after_due: timedelta, stopped: bool, status: ClockStatus
) -> None:
    """RO-7, SU-8: the edge, to the microsecond."""
    moment = CLOCK.due_at + after_due
    clock = replace(CLOCK, stopped_at=moment if stopped else None)
    assert clock.status(moment + timedelta(days=9) * stopped) is status


def test_it_runs_until_a_share_is_gone_and_warns_from_then_on() -> None:
    """RO-7: warn at a share, told once."""
    assert CLOCK.status(CLOCK.warn_at - EARLIEST) is ClockStatus.RUNNING
    assert CLOCK.verdict(CLOCK.warn_at - EARLIEST) is None
    assert CLOCK.status(CLOCK.warn_at) is ClockStatus.WARNED
    assert CLOCK.verdict(CLOCK.warn_at) is Verdict.WARN
    assert replace(CLOCK, warned_at=CLOCK.warn_at).verdict(CLOCK.warn_at) is None


def test_a_chance_not_taken_is_no_breach() -> None:
    """RO-7: an optional clock lapses, whether it is stopped later or never."""
    chance = replace(CLOCK, optional=True)
    assert chance.status(chance.due_at + HOUR) is ClockStatus.LAPSED
    assert replace(chance, stopped_at=chance.due_at + HOUR).status(NOON) is ClockStatus.LAPSED


def test_while_nobody_knows_until_when_it_waits_nothing_falls_due() -> None:
    """RO-7: a paused clock neither warns nor runs out, however long it takes."""
    paused = replace(CLOCK, paused_at=NOON + HOUR)
    later = NOON + timedelta(days=400)
    assert paused.status(later) is ClockStatus.PAUSED
    assert paused.verdict(later) is None
    assert paused.next_moment() is None
    known = replace(paused, paused_until=NOON + 2 * HOUR)
    assert known.status(NOON + HOUR) is ClockStatus.PAUSED
    assert known.status(NOON + 2 * HOUR) is ClockStatus.RUNNING


def test_a_breach_that_was_heard_of_late_is_told_all_the_same() -> None:
    """RO-7: stopped after it was due, before anybody looked."""
    late = replace(CLOCK, stopped_at=CLOCK.due_at + HOUR)
    assert late.verdict(late.due_at + 2 * HOUR) is Verdict.BREACH
    assert late.next_moment() == late.due_at + EARLIEST
    assert replace(late, breached_at=late.due_at + 2 * HOUR).next_moment() is None


hours = st.integers(0, 12).map(lambda number: NOON + number * HOUR)


@given(
    warn=hours,
    due=hours,
    stopped=st.none() | hours,
    paused=st.none() | hours,
    until=st.none() | hours,
    now=hours,
)
def test_whoever_looks_only_at_the_next_moment_misses_nothing(
    warn: object, due: object, stopped: object, paused: object, until: object, now: object
) -> None:
    """RO-7: there is a verdict at a time exactly when the next moment has come; afterwards it is not given again."""
    clock = replace(
        CLOCK,
        warn_at=min(warn, due),  # type: ignore[call-overload]
        due_at=due,
        stopped_at=min(stopped, now) if stopped else None,  # type: ignore[call-overload]
        paused_at=min(paused, due) if paused else None,  # type: ignore[call-overload]
        paused_until=until if paused else None,
    )
    for _ in range(3):
        verdict, moment = clock.verdict(now), clock.next_moment()  # type: ignore[arg-type]
        assert (verdict is not None) == (moment is not None and moment <= now)
        assert next_moment([clock]) == moment
        if verdict is None:
            return
        told = {"warned_at": now} if verdict is Verdict.WARN else {"breached_at": now}
        clock = replace(clock, **told)  # type: ignore[arg-type]
    raise AssertionError("it is told again and again")
