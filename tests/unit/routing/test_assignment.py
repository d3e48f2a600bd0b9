"""Who takes a case on arrival."""

from __future__ import annotations

from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.arrival import place, responsible_lead
from services.routing.domain.assignment import Candidate, Match, Needs, PassedOver, rank, unsuitable
from services.routing.domain.staff import Level
from tests.unit.routing.people import CANDIDATES, NEEDS, RECORDER, UNHURRIED, may_grant, needs, person


def best(case: Needs, *candidates: Candidate) -> UUID:
    placed = place(case, candidates)
    assert placed.queue is None
    return placed.owner_id


def test_language_comes_before_skill_and_authority() -> None:
    """RO-2: somebody who speaks the customer's language beats an expert who does not."""
    expert = person(1, languages=frozenset({"en"}), skills=frozenset({"coat"}), authority=may_grant("exchange"))
    speaker = person(2, languages=frozenset({"lt"}))
    case = needs(language="lt-LT", product="coat", wish="exchange")
    assert best(case, Candidate(expert, 0), Candidate(speaker, 9)) == speaker.id


def test_skill_comes_before_authority() -> None:
    """RO-2: who knows the product is asked before who may grant the wish."""
    skilled = person(2, skills=frozenset({"coat"}))
    authorised = person(1, authority=may_grant("refund"))
    case = needs(product="coat", wish="refund")
    assert best(case, Candidate(skilled, 0), Candidate(authorised, 0)) == skilled.id


def test_authority_comes_before_load() -> None:
    """RO-2: who may grant the wish is asked even when busier than others."""
    authorised, free = person(2, authority=may_grant("refund")), person(1)
    assert best(needs(wish="refund"), Candidate(authorised, 15), Candidate(free, 0)) == authorised.id


def test_a_former_handler_wins_among_equally_busy_people() -> None:
    """RO-2: the customer's former handler takes the case again when their load allows."""
    former, other = person(2), person(1)
    case = needs(former_handler_id=former.id)
    assert best(case, Candidate(former, 3), Candidate(other, 0)) == former.id
    assert best(case, Candidate(former, 19), Candidate(other, 0)) == other.id


def test_nobody_gets_more_than_they_can_carry() -> None:
    """RO-1: capacity is a bound, absence of room makes a person unavailable."""
    assert unsuitable(needs(), Candidate(person(1, capacity=2), 1)) is None
    assert unsuitable(needs(), Candidate(person(1, capacity=2), 2)) is PassedOver.FULL


def test_regional_managers_and_heads_get_no_case_on_arrival() -> None:
    """RO-6: they are reached by the ladder only."""
    people = [person(1, Level.REGIONAL_MANAGER), person(2, Level.HEAD)]
    assert rank(needs(), [Candidate(one, 0) for one in people]).passed_over == {PassedOver.LEVEL: 2}


def test_the_choice_is_explained() -> None:
    """RO-2: the reasons name what spoke for the person."""
    chosen = person(1, authority=may_grant("refund"))
    why = place(needs(wish="refund", former_handler_id=chosen.id), [Candidate(chosen, 3)]).why
    assert why == (
        "speaks en",
        "works in deliveries",
        "may grant the wish: refund",
        "has room: 3 of 20 cases",
        "handled this customer before",
    )


def test_without_a_suitable_person_the_recorder_keeps_it_in_a_queue_with_a_lead() -> None:
    """RO-2: no suitable person means a queue with a named responsible lead, never nobody."""
    lead = person(1, Level.LEAD, languages=frozenset({"lt"}))
    placed = place(needs(), [Candidate(lead, 0)])
    assert (placed.owner_id, placed.queue, placed.responsible_lead_id) == (RECORDER, "deliveries", lead.id)
    assert placed.why


def test_the_responsible_lead_is_the_highest_of_the_department_then_of_any() -> None:
    """RO-2: who answers for a queue."""
    lead, head = person(1, Level.LEAD), person(2, Level.HEAD)
    stranger = person(3, Level.HEAD, department="billing")
    assert responsible_lead("deliveries", [Candidate(one, 0) for one in (lead, head, stranger)]) == head.id
    assert responsible_lead("returns", [Candidate(one, 0) for one in (lead, person(4))]) == lead.id
    assert responsible_lead("returns", [Candidate(person(4), 0)]) is None
    assert place(needs(), []).responsible_lead_id == RECORDER


@UNHURRIED
@given(NEEDS, CANDIDATES)
def test_the_owner_is_never_empty(case: Needs, candidates: list[Candidate]) -> None:
    """RO-2, IN-2: whoever there is, a case has an owner and a reason; a queue has a lead."""
    placed = place(case, candidates)
    assert isinstance(placed.owner_id, UUID)
    assert placed.why
    assert (placed.queue is None) == (placed.responsible_lead_id is None)


@UNHURRIED
@given(NEEDS, CANDIDATES, st.randoms(use_true_random=False))
def test_the_same_inputs_give_the_same_placement(case: Needs, candidates: list[Candidate], random: Random) -> None:
    """RO-2: the order in which the staff is read decides nothing."""
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert place(case, candidates) == place(case, shuffled)


@UNHURRIED
@given(NEEDS, CANDIDATES)
def test_a_queue_only_when_nobody_suits(case: Needs, candidates: list[Candidate]) -> None:
    """RO-2: a case waits only when nobody suits, and whoever gets it is the first of those who do."""
    suitable = [Match(candidate, case) for candidate in candidates if unsuitable(case, candidate) is None]
    placed = place(case, candidates)
    assert (placed.queue is not None) == (not suitable)
    if suitable:
        chosen = next(found for found in suitable if found.staff.id == placed.owner_id)
        assert all(chosen.order <= other.order for other in suitable)
