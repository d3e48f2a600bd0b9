"""Who receives an escalated case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.ladder import (
    STEPS_UP,
    Climb,
    NobodyToHandTo,
    Reason,
    ReceiverUnsuitable,
    named_receiver,
    receiver_on_ladder,
    step_above,
    step_for,
)
from services.routing.domain.staff import Level, Staff
from tests.unit.routing.people import STAFF, person

SENDER = person(1)


def climb(reason: Reason = Reason.AUTHORITY, sender: Level = Level.AGENT, **members: object) -> Climb:
    defaults: dict[str, object] = {"department": "deliveries", "language": "en"}
    return Climb(reason=reason, least=step_for(reason, sender), **(defaults | members))  # type: ignore[arg-type]


def test_one_level_up_in_the_same_department() -> None:
    """RO-6: the nearest step of the department comes before a nearer one elsewhere."""
    lead, head = person(2, Level.LEAD), person(3, Level.HEAD)
    senior_elsewhere = person(4, Level.SENIOR, department="billing")
    assert receiver_on_ladder(climb(), [head, senior_elsewhere, lead], without={SENDER.id}) == lead


def test_another_department_when_the_own_one_has_nobody_higher() -> None:
    """RO-6: the ladder goes on outside the department."""
    elsewhere = person(4, Level.LEAD, department="billing")
    assert receiver_on_ladder(climb(), [person(2), elsewhere], without={SENDER.id}) == elsewhere


def test_the_senders_own_manager_is_asked_before_another_of_the_same_level() -> None:
    """RO-6: who they report to is the natural next step."""
    manager, other = person(3, Level.LEAD), person(2, Level.LEAD)
    asked = receiver_on_ladder(climb(manager_id=manager.id), [other, manager], without={SENDER.id})
    assert asked == manager


def test_language_goes_to_a_colleague_who_speaks_it() -> None:
    """RO-5: for the reason language the level need not be higher, the language must be there."""
    colleague = person(2, languages=frozenset({"lt"}))
    asked = receiver_on_ladder(
        climb(Reason.LANGUAGE, language="lt"), [person(3, Level.LEAD), colleague], without={SENDER.id}
    )
    assert asked == colleague


def test_nobody_higher_is_an_error_that_leaves_the_owner() -> None:
    """RO-4: at the top of the ladder there is nobody to hand to."""
    with pytest.raises(NobodyToHandTo):
        receiver_on_ladder(climb(sender=Level.HEAD), [person(2, Level.HEAD)], without={SENDER.id})


def test_a_named_receiver_works_here_and_is_somebody_else() -> None:
    """RO-4: an offer to nobody, to the absent or to the owner is refused."""
    gone = person(2, active=False)
    for receiver in (SENDER.id, gone.id, person(9).id):
        with pytest.raises(ReceiverUnsuitable) as refused:
            named_receiver(receiver, [SENDER, gone], owner_id=SENDER.id)
        assert refused.value.fields[0].pointer == "/to_id"


def test_every_reason_has_its_step() -> None:
    """RO-6: the ladder is data, complete for all reasons."""
    assert set(STEPS_UP) == set(Reason)


@given(st.lists(STAFF, max_size=12, unique_by=lambda one: one.id), st.sampled_from(Level))
def test_an_unanswered_offer_never_goes_sideways_or_down(staff: list[Staff], silent: Level) -> None:
    """RO-4: no answer in time climbs, always."""
    try:
        found = receiver_on_ladder(
            Climb(Reason.AUTHORITY, step_above(silent), "deliveries", "en"), staff, without=frozenset()
        )
    except NobodyToHandTo:
        assert not any(one.active and one.level.rank > silent.rank for one in staff)
    else:
        assert found.active
        assert found.level.rank > silent.rank
