"""Who calls in the place of somebody who is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.case import Case, CaseStatus
from services.routing.domain.staff import Level
from services.routing.domain.stand_in import who_calls
from tests.unit.routing.people import NOON, STAFF, person

CASE = Case(
    complaint_id=UUID(int=8),
    reference="C-2026-1",
    owner_id=UUID(int=1),
    recorder_id=UUID(int=1),
    customer_id=None,
    status=CaseStatus.OPEN,
    language="en",
    department="deliveries",
    product=None,
    wish=None,
    feeling=None,
    recorded_at=NOON,
    owner_since=NOON,
    why=(),
)


@given(
    st.lists(STAFF, max_size=10, unique_by=lambda one: one.id),
    st.frozensets(st.integers(1, 60).map(lambda number: UUID(int=number))),
    st.frozensets(st.integers(1, 60).map(lambda number: UUID(int=number))),
    st.randoms(),
)
def test_it_is_somebody_who_is_there_or_nobody(people: Any, here: Any, without: Any, chance: Any) -> None:
    """RO-12: whoever the people are; and the order of reading decides nothing."""
    found = who_calls(CASE, people, here=here, without=without)
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert who_calls(CASE, shuffled, here=here, without=without) == found
    suitable = [
        one
        for one in people
        if one.active and one.id in here and one.id not in without and (one.level.leads or one.id == CASE.owner_id)
    ]
    assert (found in suitable) if suitable else found is None


def test_the_deputy_comes_first_then_the_owner_then_the_manager_then_a_lead() -> None:
    """RO-10, RO-12: whoever knows the most of it calls."""
    deputy, owner, manager = person(4), person(1), person(3, Level.LEAD, department="billing")
    near, far = person(9, Level.LEAD), person(2, Level.LEAD, department="billing")
    people = [far, near, manager, owner, deputy]
    without: set[UUID] = set()
    for expected in (deputy, owner, manager, near, far):
        found = who_calls(
            CASE,
            people,
            here={one.id for one in people},
            without=without,
            deputy_id=deputy.id,
            manager_id=manager.id,
        )
        assert found == expected
        without.add(expected.id)
    assert who_calls(CASE, people, here={one.id for one in people}, without=without) is None


def test_who_answers_for_the_queue_is_asked_before_other_leads() -> None:
    """RO-12, RO-2: the named lead of a case that waits."""
    lead, other = person(9, Level.LEAD, department="billing"), person(2, Level.LEAD)
    queued = replace(CASE, queue="deliveries", responsible_lead_id=lead.id)
    assert who_calls(queued, [other, lead], here={lead.id, other.id}, without=()) == lead
