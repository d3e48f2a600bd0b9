"""Appointments and the calming call: which times fit, and what may happen to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.routing.domain.appointment import (
    FURTHEST,
    TRANSITIONS,
    Appointment,
    AppointmentKind,
    AppointmentOver,
    AppointmentStatus,
    TimeUnsuitable,
    require_fit,
)
from services.routing.domain.calming import KIND, LENGTH, LONGEST_WAIT, CalmHow, promised
from services.routing.domain.slots import Interval
from tests.unit.routing.test_conduct import NOW

SOON = NOW + timedelta(hours=1)


def booked(**members: Any) -> Appointment:
    """A callback in an hour."""
    defaults: dict[str, Any] = {
        "id": UUID(int=40),
        "complaint_id": UUID(int=8),
        "kind": AppointmentKind.CALLBACK,
        "starts_at": SOON,
        "ends_at": SOON + timedelta(minutes=30),
        "time_zone": "Europe/Vilnius",
        "staff_id": UUID(int=1),
        "booked_by": "test",
        "booked_at": NOW,
        "changed_at": NOW,
    }
    return Appointment(**defaults | members)


ENDS: dict[AppointmentStatus, Callable[[Appointment], Appointment]] = {
    AppointmentStatus.DONE: lambda one: one.done(now=NOW),
    AppointmentStatus.MISSED: lambda one: one.missed(now=NOW),
    AppointmentStatus.CANCELLED: lambda one: one.cancelled(now=NOW),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("status", AppointmentStatus)
def test_an_appointment_ends_once(status: AppointmentStatus, end: AppointmentStatus) -> None:
    """RO-12: every status with every end, and what is over is not moved either."""
    one = booked(status=status)
    if end in TRANSITIONS[status]:
        assert (ENDS[end](one).status, ENDS[end](one).version) == (end, 2)
        return
    with pytest.raises(AppointmentOver):
        ENDS[end](one)
    if status is not AppointmentStatus.BOOKED:
        with pytest.raises(AppointmentOver):
            one.moved({"place": "elsewhere"}, now=NOW)


@pytest.mark.parametrize(
    ("start", "length", "zone", "wrong"),
    [
        (timedelta(0), timedelta(hours=1), "Europe/Vilnius", ["/starts_at"]),
        (FURTHEST + timedelta(minutes=1), timedelta(hours=1), "UTC", ["/starts_at"]),
        (timedelta(hours=1), timedelta(hours=9), "UTC", ["/minutes"]),
        (timedelta(hours=1), timedelta(hours=1), "Europe/Atlantis", ["/time_zone"]),
        (timedelta(hours=1), timedelta(hours=1), "../etc/passwd", ["/time_zone"]),
        (timedelta(hours=1), timedelta(hours=1), "Europe", ["/time_zone"]),
        (timedelta(hours=1), timedelta(hours=1), "", ["/time_zone"]),
        (timedelta(days=-1), timedelta(hours=9), "x" * 300, ["/starts_at", "/minutes", "/time_zone"]),
    ],
)
def test_all_that_does_not_fit_is_named_at_once(
    start: timedelta, length: timedelta, zone: str, wrong: list[str]
) -> None:
    """RO-12: a time that is past or too far, too long, or in no zone; hostile zone names among them."""
    with pytest.raises(TimeUnsuitable) as refused:
        require_fit(Interval(NOW + start, NOW + start + length), zone, now=NOW)
    assert [field.pointer for field in refused.value.fields] == wrong


def test_a_time_that_fits_passes() -> None:
    """RO-12: from the next minute up to half a year ahead."""
    require_fit(Interval(SOON, SOON + timedelta(minutes=15)), "Europe/Vilnius", now=NOW)
    require_fit(Interval(NOW + FURTHEST, NOW + FURTHEST + timedelta(hours=8)), "UTC", now=NOW)


@pytest.mark.parametrize("how", CalmHow)
def test_a_calming_call_or_message_has_a_named_time_within_a_week(how: CalmHow) -> None:
    """RO-10: the customer who needs to calm down is promised one, and not left alone for long."""
    interval = promised(how, SOON, now=NOW)
    assert (interval.starts_at, interval.ends_at - interval.starts_at) == (SOON, LENGTH[how])
    with pytest.raises(TimeUnsuitable) as refused:
        promised(how, NOW + LONGEST_WAIT + timedelta(seconds=1), now=NOW)
    assert refused.value.fields[0].pointer == "/at"
    assert KIND[how].anyone_can


def test_another_can_call_in_ones_place_but_not_repair() -> None:
    """RO-12: which kinds somebody else takes over when the one who promised is not there."""
    assert {kind for kind in AppointmentKind if kind.anyone_can} == {
        AppointmentKind.CALLBACK,
        AppointmentKind.CALMING_CALL,
        AppointmentKind.CALMING_MESSAGE,
    }
    assert {kind for kind in AppointmentKind if not kind.speaks} == {AppointmentKind.CALMING_MESSAGE}
