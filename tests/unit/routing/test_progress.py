"""What intake tells, in any order."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.case import CaseStatus
from services.routing.domain.progress import STATUS_AFTER, Fact, Happening, told
from tests.unit.routing.people import NOON

COMPLAINT = UUID(int=7)
LIFE = [
    Fact(COMPLAINT, version, what, NOON + timedelta(hours=version))
    for version, what in enumerate(
        (
            Happening.RECORDED,
            Happening.RECAP_CONFIRMED,
            Happening.RESOLVED,
            Happening.REOPENED,
            Happening.RESOLVED,
            Happening.CLOSED,
        ),
        start=1,
    )
]


def test_any_order_ends_in_the_same_progress() -> None:
    """RO-7, SU-1: all 720 orders of a whole life end closed."""
    ends = {told(order) for order in permutations(LIFE)}
    assert len(ends) == 1
    (end,) = ends.pop()
    assert (end.status, end.status_version, end.heard) == (CaseStatus.CLOSED, 6, 6)


def test_an_old_fact_changes_no_status() -> None:
    """SU-1: an older version of the complaint is counted and does no harm."""
    closed, reopened_before = Fact(COMPLAINT, 6, Happening.CLOSED, NOON), Fact(COMPLAINT, 4, Happening.REOPENED, NOON)
    (end,) = told([closed, reopened_before])
    assert end.status is CaseStatus.CLOSED


@given(st.lists(st.builds(UUID, int=st.integers(min_value=0, max_value=5)), max_size=20))
def test_a_batch_is_told_once_for_each_complaint_in_order(complaints: list[UUID]) -> None:
    """SU-1: rows are locked in one order, so that two batches never wait for each other in a ring."""
    batch = told(Fact(one, 1, Happening.RECAP_CONFIRMED, NOON) for one in complaints)
    assert [one.complaint_id for one in batch] == sorted(set(complaints))
    assert sum(one.heard for one in batch) == len(complaints)


def test_only_what_ends_or_opens_it_changes_the_status() -> None:
    """RO-7: the table of statuses leaves nothing else out."""
    no_change = {Happening.RECAP_CONFIRMED, Happening.CLASSIFIED, Happening.CONTACTED, Happening.OFFERED}
    assert set(Happening) - set(STATUS_AFTER) == no_change
