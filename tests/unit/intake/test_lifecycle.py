"""The life of a complaint: which steps are possible, and who ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain import complaint as life
from services.intake.domain.complaint import Complaint
from services.intake.domain.errors import NotPossibleNow, ReceivedInTheFuture, ResolutionAhead
from services.intake.domain.lifecycle import TRANSITIONS, Status, Step, advance, possible
from services.intake.domain.vocabulary import ClosedHow
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def complaint(status: Status = Status.RECORDED, **changes: object) -> Complaint:
    values: dict[str, object] = {
        "id": new_id(),
        "reference": "RD-7F3K-9Q2M",
        "version": 4,
        "status": status,
        "customer_id": new_id(),
        "owner_id": new_id(),
        "recorder_id": None,
        "department": "deliveries",
        "product": "coat",
        "language": "lt",
        "time_zone": None,
        "resolution_number": 1,
        "reopened_times": 0,
        "closed_how": None,
        "closed_at": None,
    }
    return Complaint(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", Step)
def test_only_steps_of_the_table_are_possible(status: Status, step: Step) -> None:
    """IN-20: each path that is not in the table is refused, and the refusal names what is possible now."""
    if (status, step) in TRANSITIONS:
        assert advance(status, step) is TRANSITIONS[status, step]
        return
    with pytest.raises(NotPossibleNow) as refused:
        advance(status, step)
    assert refused.value.extra == {"status": status.value, "possible": [one.value for one in possible(status)]}


def test_resolved_is_not_closed() -> None:
    """IN-19, IN-20: a resolution gets the next number, and only the customer's word or silence closes."""
    resolved = life.resolve(complaint(resolution_number=0), now=NOW)
    assert (resolved.status, resolved.resolution_number, resolved.version) == (Status.RESOLVED, 1, 5)
    closed = life.close(resolved, how=ClosedHow.SILENCE, now=NOW)
    assert (closed.status, closed.closed_how, closed.closed_at) == (Status.CLOSED, ClosedHow.SILENCE, NOW)
    assert possible(Status.RECORDED) == (Step.RESOLVE, Step.MERGE)


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_not_solved_reopens_to_the_same_owner(status: Status) -> None:
    """IN-20: "not solved" reopens with the same owner, and outranks a closure."""
    before = complaint(status, closed_how=ClosedHow.SILENCE if status is Status.CLOSED else None)
    after = life.reopen(before)
    assert (after.status, after.owner_id, after.reopened_times) == (Status.REOPENED, before.owner_id, 1)
    assert after.closed_how is None


@given(steps=some.lists(some.sampled_from(Step), max_size=40))
def test_numbers_follow_the_steps_taken(steps: list[Step]) -> None:
    """IN-20: whatever is tried, resolutions are numbered without gaps and reopenings never outnumber them."""
    now = complaint(resolution_number=0)
    taken = 0
    for step in steps:
        moves = {
            Step.RESOLVE: lambda one: life.resolve(one, now=NOW),
            Step.CLOSE: lambda one: life.close(one, how=ClosedHow.CONFIRMED, now=NOW),
            Step.REOPEN: lambda one: life.reopen(one),
            Step.PART: lambda one: life.part(one),
            Step.MERGE: lambda one: life.merge(one, into=new_id()),
        }
        try:
            now = moves[step](now)
        except NotPossibleNow:
            continue
        taken += 1
    assert now.version == 4 + taken
    assert 0 <= now.resolution_number - now.reopened_times <= 1
    assert (now.closed_how is not None) == (now.status is Status.CLOSED)
    assert (now.merged_into is not None) == (now.status is Status.MERGED)


def test_an_answer_concerns_only_the_latest_resolution() -> None:
    """IN-20: an answer about an older resolution says nothing; one about a future one is an error."""
    twice = complaint(Status.RESOLVED, resolution_number=2)
    assert not life.concerns(twice, resolution_number=1)
    assert life.concerns(twice, resolution_number=2)
    with pytest.raises(ResolutionAhead):
        life.concerns(twice, resolution_number=3)


def test_nothing_was_received_in_the_future() -> None:
    """IN-1: a clock that is a little fast is forgiven, tomorrow is not."""
    assert life.check_received(NOW + timedelta(minutes=4), now=NOW) == NOW
    assert life.check_received(NOW - timedelta(days=900), now=NOW) == NOW - timedelta(days=900)
    with pytest.raises(ReceivedInTheFuture):
        life.check_received(NOW + timedelta(hours=1), now=NOW)
