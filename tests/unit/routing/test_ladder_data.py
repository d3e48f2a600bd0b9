"""The ladder as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.ladder import Ability, LadderUnsound, Reason, Way, sound_ladder
from services.routing.domain.staff import Level
from services.routing.storage.ladders import built_in

REASONS = st.sampled_from(Reason)
LEVELS = st.sampled_from(Level)


def test_the_built_in_ladder_leads_from_every_level_but_the_highest_for_every_reason() -> None:
    """RO-6: what goes to whom is said for all reasons; from the head nothing goes further."""
    for reason in Reason:
        for level in Level:
            assert bool(built_in().from_sender(reason, level)) == (level is not Level.HEAD)
            assert bool(built_in().above(reason, level)) == (level is not Level.HEAD)


@given(REASONS, LEVELS)
def test_no_step_leads_down_and_none_sideways_unless_it_says_so(reason: Reason, level: Level) -> None:
    """RO-6: from the sender up, or to a colleague where the step says so; from the silent one only up."""
    for step in built_in().from_sender(reason, level):
        assert step.level.rank > level.rank or (step.same_level and step.level is level)
    for step in built_in().above(reason, level):
        assert step.level.rank > level.rank


def test_abuse_goes_to_a_senior_colleague_first_then_to_the_regional_manager_then_to_the_head() -> None:
    """RO-6, RO-11: no lead in between."""
    steps = built_in().of(Reason.ABUSE)
    assert [step.level for step in steps] == [Level.SENIOR, Level.REGIONAL_MANAGER, Level.HEAD]
    assert [step.within for step in steps] == [timedelta(minutes=minutes) for minutes in (15, 30, 60)]


def test_the_customer_may_have_the_contact_details_of_regional_managers_and_heads_alone() -> None:
    """RO-6: and of those for every reason."""
    for step in built_in().steps:
        assert step.contact == (step.level in (Level.REGIONAL_MANAGER, Level.HEAD))


def test_what_is_missing_is_asked_of_all_below_the_head() -> None:
    """RO-5: language and skill are conditions; at the very top somebody must take it and find help."""
    for reason, ability in ((Reason.LANGUAGE, Ability.LANGUAGE), (Reason.SKILL, Ability.SKILL)):
        *below, top = built_in().of(reason)
        assert all(ability in step.needs for step in below)
        assert (top.level, top.needs) == (Level.HEAD, frozenset())


def test_everything_that_is_wrong_is_named_at_once() -> None:
    """RO-6: a ladder with gaps is refused in one answer."""
    steps = list(built_in().steps)
    steps = [step for step in steps if step.reason is not Reason.SKILL]
    steps[0] = replace(steps[0], level=Level.HEAD, how=(Way.PHONE,))
    steps[2] = replace(steps[2], position=9)
    with pytest.raises(LadderUnsound) as refused:
        sound_ladder("own", 2, steps)
    assert [(wrong.pointer, wrong.detail.split(":")[0]) for wrong in refused.value.fields] == [
        ("/steps/0/how", "must have the inbox among it"),
        ("/steps/3/position", "must be 3"),
        ("/steps/2/position", "must be 4"),
        ("/steps/1/level", "must be above head, the step before"),
        ("/steps/2/level", "must be above head, the step before"),
        ("/steps", "has no step for skill"),
    ]


@given(st.permutations(list(built_in().steps)))
def test_the_order_in_which_steps_are_written_decides_nothing(steps: list[object]) -> None:
    """RO-6: position decides."""
    assert sound_ladder("own", 1, steps) == built_in()  # type: ignore[arg-type]
