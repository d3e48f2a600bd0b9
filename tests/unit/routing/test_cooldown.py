"""The rest after a hot case, as rules over any sequence of cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.cooldown import Resting, may_take, rest_after, rests

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REST = timedelta(minutes=60)


@dataclass
class Person:
    """Somebody in the model: until when they rest, and when hot cases came to them and left them."""

    until: datetime | None = None
    came: list[datetime] = field(default_factory=list)
    left: list[datetime] = field(default_factory=list)


STEPS = st.lists(
    st.tuples(st.sampled_from(("given", "left")), st.integers(0, 3), st.integers(0, 90)), min_size=2, max_size=60
)


@given(STEPS, st.integers(0, 120))
def test_nobody_gets_a_hot_case_within_the_rest_after_one(steps: list[tuple[str, int, int]], minutes: int) -> None:
    """RO-10: for any sequence of cases that come and leave, any people, and any length of the rest."""
    people = [Person() for _ in range(4)]
    now, rest = START, timedelta(minutes=minutes)
    for what, who, passed in steps:
        now += timedelta(minutes=passed)
        person = people[who]
        if what == "given" and may_take(hot=True, until=person.until, now=now):
            assert all(now >= before + rest for before in (*person.came, *person.left))
            person.came.append(now)
        elif what == "left" and len(person.left) < len(person.came):
            person.left.append(now)
        else:
            continue
        person.until = rest_after(person.until, now, rest)


@given(st.integers(-90, 90), st.integers(0, 120))
def test_a_rest_is_never_cut_short(since: int, minutes: int) -> None:
    """RO-10: whatever happens next ends it no earlier."""
    until = START + timedelta(minutes=since)
    assert rest_after(until, START, timedelta(minutes=minutes)) >= until


def test_a_calm_case_is_taken_at_any_time_and_a_hot_one_from_the_very_end_of_the_rest_on() -> None:
    """RO-10: the rest is from hot cases, not from work."""
    until = rest_after(None, START, REST)
    assert until == START + REST
    assert may_take(hot=False, until=until, now=START)
    assert not may_take(hot=True, until=until, now=until - timedelta(seconds=1))
    assert may_take(hot=True, until=until, now=until)
    assert may_take(hot=True, until=None, now=START)
    assert rests(until, START)


def test_whoever_is_refused_learns_until_when() -> None:
    """RO-10: so that the case goes to somebody else, or waits for a named time."""
    assert Resting(START).extra == {"until": START.isoformat()}
    assert Resting().extra == {}
