"""In which order a greeting shows earlier complaints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.earlier_complaints import HANDFUL, Earlier, badly_handled_first, ended, still_open
from services.intake.domain.lifecycle import OPEN, Status
from shared.kernel.ids import new_id

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
TIMES = st.integers(0, 2)


def earlier(drawn: tuple[Status, int, int, int, int]) -> Earlier:
    status, day, reopened, broken, late = drawn
    return Earlier(
        id=new_id(),
        reference="RD-0000-0001",
        status=status,
        product=None,
        recorded_at=BEGAN + timedelta(days=day),
        reopened_times=reopened,
        broken_promises=broken,
        late_times=late,
    )


COMPLAINTS = st.lists(
    st.tuples(st.sampled_from(Status), st.integers(0, 400), TIMES, TIMES, TIMES).map(earlier), max_size=14
)


@given(COMPLAINTS)
def test_the_badly_handled_come_first(complaints: list[Earlier]) -> None:
    """IN-4: reopened, then promises broken, then late, then the latest; nobody is lost or shown twice."""
    ordered = badly_handled_first(complaints)
    assert {one.id for one in ordered} == {one.id for one in complaints}
    for one, after in pairwise(ordered):
        worse = (one.reopened_times, one.broken_promises, one.late_times)
        less = (after.reopened_times, after.broken_promises, after.late_times)
        assert worse > less or (worse == less and one.recorded_at >= after.recorded_at)


@given(COMPLAINTS)
def test_the_order_does_not_depend_on_how_they_come(complaints: list[Earlier]) -> None:
    """IN-4: a total order."""
    assert badly_handled_first(complaints) == badly_handled_first(complaints[::-1])


@given(COMPLAINTS)
def test_a_handful_of_each_is_shown(complaints: list[Earlier]) -> None:
    """IN-4: what is over and what waits are apart, at most a handful each; a merged one is in neither."""
    over, waiting = ended(complaints), still_open(complaints)
    assert all(one.status in OPEN for one in waiting)
    assert not any(one.status in OPEN or one.status is Status.MERGED for one in over)
    assert len(waiting) == min(HANDFUL, sum(one.status in OPEN for one in complaints))
    assert len(over) <= HANDFUL
    left_out = [one for one in badly_handled_first(complaints) if one.status in OPEN][HANDFUL:]
    assert all(badly_handled_first([shown, hidden])[0] is shown for shown in waiting for hidden in left_out)


@given(COMPLAINTS)
def test_why_is_told_only_where_something_went_wrong(complaints: list[Earlier]) -> None:
    """IN-4: each lapse with how often; none for a complaint that was handled well."""
    for one in complaints:
        assert sum(one.lapses.values()) == one.reopened_times + one.broken_promises + one.late_times
        assert all(one.lapses.values())
