"""Clocks: due times, and where each stands."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from services.routing.domain.clocks import DEFAULT_PACK, Clock, ClockKind, ClockStatus, clocks_of, started
from services.routing.domain.progress import Fact, Happening
from tests.unit.routing.people import NOON

COMPLAINT = UUID(int=7)


def test_a_recorded_complaint_starts_every_clock_of_the_pack() -> None:
    """RO-7: first answer, recap and resolution, due by the pack."""
    clocks = clocks_of(Fact(COMPLAINT, 1, Happening.RECORDED, NOON))
    assert {clock.kind: clock.due_at for clock in clocks} == {
        kind: NOON + length for kind, length in DEFAULT_PACK.items()
    }


@pytest.mark.parametrize(
    ("after_due", "stopped", "status"),
    [
        (timedelta(0), False, ClockStatus.RUNNING),
        (timedelta(microseconds=1), False, ClockStatus.BREACHED),
        (timedelta(0), True, ClockStatus.MET),
        (timedelta(microseconds=1), True, ClockStatus.LATE),
    ],
)
def test_due_is_still_in_time_and_a_moment_later_is_not(
    after_due: timedelta, stopped: bool, status: ClockStatus
) -> None:
    """RO-7, SU-8: the edge, to the microsecond."""
    running = started(COMPLAINT, ClockKind.RECAP, 1, NOON)
    assert running.due_at is not None
    moment = running.due_at + after_due
    clock = Clock(COMPLAINT, ClockKind.RECAP, 1, running.started_at, running.due_at, moment if stopped else None)
    assert clock.status(moment if not stopped else moment + timedelta(days=9)) is status


def test_a_resolution_stops_everything_and_a_reopening_starts_the_next_round() -> None:
    """RO-7, IN-20: after the first reopening the resolution has its second clock."""
    stopped = clocks_of(Fact(COMPLAINT, 3, Happening.RESOLVED, NOON, number=1))
    assert {(clock.kind, clock.round) for clock in stopped} == {(kind, 1) for kind in ClockKind}
    (again,) = clocks_of(Fact(COMPLAINT, 4, Happening.REOPENED, NOON, number=1))
    assert (again.kind, again.round, again.started_at) == (ClockKind.RESOLUTION, 2, NOON)
    second = clocks_of(Fact(COMPLAINT, 5, Happening.RESOLVED, NOON, number=2))
    assert (ClockKind.RESOLUTION, 2) in {(clock.kind, clock.round) for clock in second}
