"""What waits in the queues: its order, and who may claim which of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.assignment import Candidate, Needs, PassedOver, unsuitable
from services.routing.domain.queueing import (
    URGENCY_RANKS,
    AtCapacity,
    AwayNow,
    NotOnTheStaff,
    queue_order,
    reach_of,
    require_room,
)
from tests.unit.routing.people import CANDIDATES, NEEDS, NOON, UNHURRIED, needs, person

WAITING = st.fixed_dictionaries(
    {
        "urgency": st.sampled_from(sorted(URGENCY_RANKS)),
        "recorded_at": st.integers(0, 3).map(lambda hours: NOON - timedelta(hours=hours)),
        "complaint_id": st.integers(1, 9).map(lambda number: UUID(int=number)),
    }
)


@UNHURRIED
@given(st.lists(WAITING, unique_by=lambda one: one["complaint_id"]), st.randoms(use_true_random=False))
def test_a_queue_is_worked_off_by_urgency_then_age(waiting: list[dict[str, Any]], random: Random) -> None:
    """RO-2, RO-14: one order, whatever the order of reading: nothing older and as urgent waits behind."""
    ordered = sorted(random.sample(waiting, k=len(waiting)), key=lambda one: queue_order(**one))
    assert ordered == sorted(waiting, key=lambda one: queue_order(**one))
    for first, second in pairwise(ordered):
        assert URGENCY_RANKS[first["urgency"]] <= URGENCY_RANKS[second["urgency"]]
        if first["urgency"] == second["urgency"]:
            assert first["recorded_at"] <= second["recorded_at"]


@UNHURRIED
@given(NEEDS, CANDIDATES)
def test_what_is_within_reach_is_what_the_ranking_would_give(case: Needs, candidates: list[Candidate]) -> None:
    """RO-2, RO-10: whoever claims gets nothing that would not have been given to them for language, trade and rest."""
    never = (PassedOver.LANGUAGE, PassedOver.TRADE)
    for one in candidates:
        covered = reach_of(one.staff, resting=one.resting).covers(case)
        reason = unsuitable(case, one)
        if reason in never or reason is PassedOver.RESTING:
            assert not covered
        if reason is None:
            assert covered
        assert not (covered and case.hot and one.resting)


def test_only_who_is_here_and_has_room_may_claim() -> None:
    """RO-1, RO-2: unknown, gone, absent and full are told apart; the end of a shift is for them to judge."""
    with pytest.raises(NotOnTheStaff):
        require_room(None)
    with pytest.raises(NotOnTheStaff):
        require_room(Candidate(person(1, active=False), 0))
    with pytest.raises(AwayNow):
        require_room(Candidate(person(1), 0, absent=True))
    with pytest.raises(AtCapacity) as full:
        require_room(Candidate(person(1, capacity=2), 2))
    assert full.value.extra == {"load": 2, "capacity": 2}
    late = Candidate(person(1), 0, on_duty=False)
    assert require_room(late) is late


def test_a_case_of_no_department_is_within_everybody_s_reach() -> None:
    """RO-2: the general queue is everybody's, in their languages."""
    assert reach_of(person(1), resting=False).covers(needs(department=None))
    assert not reach_of(person(1), resting=False).covers(needs(department=None, language="lt"))
