"""How urgent a complaint is, and when that changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.new_complaint import Impact
from services.intake.domain.urgency import next_turn, urgency_of
from services.intake.domain.vocabulary import Feeling, Urgency

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SCALE = list(Urgency)
ZONES = (None, "Europe/Vilnius", "Pacific/Auckland", "America/Los_Angeles", "Asia/Beirut", "No/Where")
feelings = some.none() | some.sampled_from(Feeling)
minutes = some.none() | some.integers(0, 10_000)
moments = some.integers(0, 15 * 366 * 24 * 60).map(
    lambda passed: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=passed)
)
zones = some.sampled_from(ZONES)


def impact(on: date | None = None, minutes_lost: int | None = None) -> Impact:
    return Impact(detail=None, money_lost=None, minutes_lost=minutes_lost, occasion=None, occasion_on=on)


def urgency(days_left: int, **changes: object) -> Urgency:
    told = impact(NOW.date() + timedelta(days_left))
    return urgency_of(**({"feeling": None, "impact": told, "now": NOW} | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [(-1, "normal"), (0, "critical"), (1, "high"), (2, "high"), (3, "raised"), (7, "raised"), (8, "normal")],
)
def test_an_occasion_raises_it_as_it_comes_near(days_left: int, expected: str) -> None:
    """IN-9: a week, two days, the day itself; over, there is nothing left to save."""
    assert urgency(days_left) == expected


def test_anger_and_a_lost_day_raise_it_too() -> None:
    """IN-9: each by a step, on top of the occasion."""
    assert urgency_of(feeling=Feeling.ANGRY, impact=None, now=NOW) is Urgency.RAISED
    assert urgency_of(feeling=Feeling.UPSET, impact=None, now=NOW) is Urgency.NORMAL
    assert urgency_of(feeling=Feeling.ANGRY, impact=impact(minutes_lost=480), now=NOW) is Urgency.HIGH
    assert urgency(2, feeling=Feeling.ABUSIVE) is Urgency.CRITICAL


def test_the_day_is_the_customers_own() -> None:
    """IN-9: at nine in the evening in UTC it is tomorrow in Auckland."""
    late, birthday = datetime(2026, 3, 2, 21, tzinfo=UTC), impact(date(2026, 3, 3))
    assert urgency_of(feeling=None, impact=birthday, now=late) is Urgency.HIGH
    assert urgency_of(feeling=None, impact=birthday, now=late, time_zone="Pacific/Auckland") is Urgency.CRITICAL


@given(
    feeling=feelings,
    lost=minutes,
    now=moments,
    zone=zones,
    near=some.integers(0, 60),
    more=some.integers(0, 60),
)
def test_the_nearer_the_occasion_the_never_less_urgent(
    feeling: Feeling | None, lost: int | None, now: datetime, zone: str | None, near: int, more: int
) -> None:
    """IN-9: of two occasions still to come, the nearer is at least as urgent."""
    today = now.astimezone(ZoneInfo(zone) if zone and zone != "No/Where" else UTC).date()

    def at(days: int) -> int:
        told = impact(today + timedelta(days), lost)
        return SCALE.index(urgency_of(feeling=feeling, impact=told, now=now, time_zone=zone))

    assert at(near) >= at(near + more)
    assert at(0) == len(SCALE) - 1


@given(feeling=feelings, lost=minutes, now=moments, zone=zones, ago=some.integers(2, 400))
def test_an_occasion_that_is_over_never_raises_it(
    feeling: Feeling | None, lost: int | None, now: datetime, zone: str | None, ago: int
) -> None:
    """IN-9: as urgent as without an occasion."""
    over = impact((now - timedelta(ago)).date(), lost)
    without = urgency_of(feeling=feeling, impact=impact(None, lost), now=now)
    assert urgency_of(feeling=feeling, impact=over, now=now, time_zone=zone) is without


@given(
    feeling=feelings,
    lost=minutes,
    now=moments,
    zone=zones,
    ahead=some.integers(-3, 20),
    minutes_on=some.integers(0, 40_000),
)
def test_between_two_turns_it_always_stays_the_same(
    feeling: Feeling | None, lost: int | None, now: datetime, zone: str | None, ahead: int, minutes_on: int
) -> None:
    """IN-9: looking again at each turn misses nothing, in whatever zone and across daylight saving."""
    on = now.date() + timedelta(ahead)

    def at(moment: datetime) -> Urgency:
        return urgency_of(feeling=feeling, impact=impact(on, lost), now=moment, time_zone=zone)

    later = now + timedelta(minutes=minutes_on)
    turn = next_turn(on, now=now, time_zone=zone)
    if turn is None or later < turn:
        assert at(later) is at(now)
    else:
        assert turn > now
        assert at(turn - timedelta(seconds=1)) is at(now)


def test_the_turns_are_starts_of_the_customers_days() -> None:
    """IN-9: a week before, two days before, on the day, when it is over; then none."""
    turns, now = [], datetime(2026, 3, 20, tzinfo=UTC)
    while (turn := next_turn(date(2026, 3, 30), now=now, time_zone="Europe/Vilnius")) is not None:
        turns.append(turn.isoformat())
        now = turn
    # Clocks go forward in the night to the 29th: the days before begin at 22:00 UTC, those after at 21:00.
    assert turns == [
        "2026-03-22T22:00:00+00:00",
        "2026-03-27T22:00:00+00:00",
        "2026-03-29T21:00:00+00:00",
        "2026-03-30T21:00:00+00:00",
    ]
