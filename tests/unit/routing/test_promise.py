"""The life of a promise."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.promise import (
    OWED,
    TRANSITIONS,
    Promise,
    PromiseIncomplete,
    PromiseKind,
    PromiseSettled,
    PromiseStatus,
    TellingImpossible,
    Terms,
    Told,
    ToldTooLate,
    made,
)
from shared.kernel.errors import RedressError
from tests.unit.routing.people import NOON

HOUR = timedelta(hours=1)
NO_GRACE = timedelta()


def terms(**members: object) -> Terms:
    """A call within four hours, unless said otherwise."""
    defaults: dict[str, object] = {"kind": PromiseKind.CALL, "text": "We call you.", "due_at": NOON + 4 * HOUR}
    return Terms(**(defaults | members))  # type: ignore[arg-type]


def promise(**members: object) -> Promise:
    return made(id=UUID(int=1), complaint_id=UUID(int=2), made_by=UUID(int=3), terms=terms(**members), now=NOON)


def told(at: datetime) -> Told:
    return Told(how="phone", said="It comes a day later.", at=at)


def test_everything_that_a_promise_lacks_is_named_at_once() -> None:
    """RO-8: one refusal lists every part."""
    with pytest.raises(PromiseIncomplete) as refused:
        promise(due_at=NOON, amount=Decimal(5), kind=PromiseKind.REMEDY)
    assert [field.pointer for field in refused.value.fields] == ["/due_at", "/remedy", "/amount", "/currency"]
    with pytest.raises(PromiseIncomplete) as mixed:
        promise(remedy="refund", currency="EUR")
    assert [field.pointer for field in mixed.value.fields] == ["/kind", "/amount"]


def test_kept_until_its_last_moment_and_not_after() -> None:
    """RO-8: due means due; the grace is only for writing it down."""
    open_one = promise()
    before, late = open_one.due_at - timedelta(microseconds=1), open_one.due_at
    assert open_one.broken(now=before, grace=NO_GRACE) is open_one
    assert open_one.kept(now=before).status is PromiseStatus.KEPT
    assert open_one.broken(now=late, grace=HOUR) is open_one
    broken = open_one.broken(now=late, grace=NO_GRACE)
    assert (broken.status, broken.broken_at, broken.version) == (PromiseStatus.BROKEN, late, 2)


def test_what_was_broken_stays_broken_when_it_is_made_good() -> None:
    """RO-8: doing it after all helps the customer, and changes nothing about the silence."""
    broken = promise().broken(now=NOON + 5 * HOUR, grace=NO_GRACE)
    good = broken.kept(now=NOON + 6 * HOUR)
    assert (good.status, good.made_good_at, good.kept_at) == (PromiseStatus.BROKEN, NOON + 6 * HOUR, None)
    with pytest.raises(PromiseSettled):
        good.kept(now=NOON + 7 * HOUR)


def test_a_delay_that_was_told_in_time_moves_what_is_owed() -> None:
    """RO-8: the customer knew before it was due, so nothing is broken, and the new time counts."""
    later = promise().delayed(due_at=NOON + 30 * HOUR, told=told(NOON + HOUR), now=NOON + 2 * HOUR, grace=NO_GRACE)
    assert (later.status, later.due_at, later.told_delay_at) == (
        PromiseStatus.DELAYED,
        NOON + 30 * HOUR,
        NOON + HOUR,
    )
    assert later.terms.due_at == NOON + 4 * HOUR
    assert later.broken(now=NOON + 5 * HOUR, grace=NO_GRACE) is later
    assert later.broken(now=NOON + 31 * HOUR, grace=NO_GRACE).status is PromiseStatus.BROKEN


def test_a_telling_after_it_was_due_does_not_help() -> None:
    """RO-8: else everything could be excused afterwards."""
    open_one = promise()
    second = timedelta(seconds=1)
    told_late = {"told": told(open_one.due_at + second), "now": open_one.due_at + 2 * second, "grace": HOUR}
    written_late = {"told": told(NOON + HOUR), "now": open_one.due_at + 2 * HOUR, "grace": HOUR}
    for late in (told_late, written_late):
        with pytest.raises(ToldTooLate):
            open_one.delayed(due_at=NOON + 30 * HOUR, **late)  # type: ignore[arg-type]
        with pytest.raises(ToldTooLate):
            open_one.withdrawn(**late)  # type: ignore[arg-type]


def test_nobody_was_told_in_the_future_or_before_the_promise() -> None:
    """RO-8: a telling lies between the promise and now."""
    for at in (NOON - HOUR, NOON + 3 * HOUR):
        with pytest.raises(TellingImpossible):
            promise().delayed(due_at=NOON + 9 * HOUR, told=told(at), now=NOON + 2 * HOUR, grace=NO_GRACE)


def test_a_delay_names_a_later_time() -> None:
    """RO-8: an earlier time is no delay."""
    for due_at in (NOON + 4 * HOUR, NOON + 3 * HOUR):
        with pytest.raises(PromiseIncomplete):
            promise().delayed(due_at=due_at, told=told(NOON), now=NOON, grace=NO_GRACE)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["kept", "delayed", "withdrawn", "broken"]),
        st.integers(min_value=0, max_value=240),
        st.integers(min_value=0, max_value=240),
        st.integers(min_value=1, max_value=600),
    ),
    max_size=8,
)


@given(STEPS, st.sampled_from([0, 15]))
def test_no_sequence_of_steps_makes_silence_look_kept(steps: list[tuple[str, int, int, int]], grace: int) -> None:
    """RO-8: whatever happens in whatever order, what ran out untold is broken, and ends happen once."""
    now, current, bound = NOON, promise(), timedelta(minutes=grace)
    due, tellings = current.due_at, 0
    for what, minutes, ago, further in steps:
        now += timedelta(minutes=minutes)
        before = current
        # As the commands do: what is overdue is broken first, however late the worker is.
        current = current.broken(now=now, grace=bound)
        word = told(now - timedelta(minutes=ago))
        later = now + timedelta(minutes=further)
        try:
            if what == "kept":
                current = current.kept(now=now)
            elif what == "delayed":
                current = current.delayed(due_at=later, told=word, now=now, grace=bound)
                assert NOON <= word.at <= due
                due, tellings = later, tellings + 1
            elif what == "withdrawn":
                current = current.withdrawn(told=word, now=now, grace=bound)
                assert NOON <= word.at <= due
        except RedressError:
            assert current.version in (before.version, before.version + 1)
        if before.status not in OWED:
            assert current.status is before.status
        elif current.status is not before.status and current.status is not PromiseStatus.BROKEN:
            assert current.status in TRANSITIONS[before.status]
        if current.kept_at is not None:
            assert current.kept_at < due + bound
        assert (current.status is PromiseStatus.BROKEN) == (current.broken_at is not None)
        assert current.version >= before.version
        if now >= due + bound:
            assert current.status not in OWED
    assert (current.told_delay_at is not None) == (tellings > 0)
