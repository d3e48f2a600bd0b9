"""Which buttons a screen shows."""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any

import pytest

from services.intake.domain.actions import ACTIONS, Situation, actions
from services.intake.domain.lifecycle import Status, Step, possible
from services.intake.service import SERVICE
from shared.http.app import build_app
from shared.http.roles import ROLE_SCOPES, SCOPES, Role

EVERYTHING = frozenset(SCOPES)
STEPS = {"resolve_complaint": Step.RESOLVE, "merge_complaint": Step.MERGE, "part_complaint": Step.PART}


@pytest.fixture(scope="module")
def operations() -> dict[str, Any]:
    """The operations of intake's API by their names."""

    def never() -> Any:
        raise AssertionError("nothing is opened")

    paths = build_app(SERVICE, never).openapi()["paths"]
    return {one["operationId"]: one for methods in paths.values() for one in methods.values()}


def test_every_action_is_an_operation_with_that_scope(operations: dict[str, Any]) -> None:
    """SU-2: a screen finds in the OpenAPI how to do what it is told can be done."""
    for action in ACTIONS:
        (scheme,) = operations[action.name]["security"]
        assert scheme["bearer"] == [action.scope], action.name
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize("status", Status)
def test_steps_are_shown_where_the_table_of_states_has_them(status: Status) -> None:
    """IN-20: a button for a step is there exactly when the step is possible."""
    shown = actions(Situation(status), scopes=EVERYTHING)
    for name, step in STEPS.items():
        assert (name in shown) == (step in possible(status)), name
    assert ("hear_customer" in shown) == bool({Step.CLOSE, Step.REOPEN} & set(possible(status)))


def test_a_button_waits_for_what_it_answers() -> None:
    """IN-10: nothing to confirm, no button; and more that waits never takes one away."""
    names = sorted({action.waits for action in ACTIONS if action.waits})
    subsets = chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))
    for subset in subsets:
        shown = set(actions(Situation(Status.RECORDED, frozenset(subset)), scopes=EVERYTHING))
        assert ("confirm_recap" in shown) == ("recap" in subset)
        assert shown >= set(actions(Situation(Status.RECORDED), scopes=EVERYTHING))


def test_nobody_is_shown_what_they_may_not_do() -> None:
    """SU-4, IN-23: an agent sees no parting, an analyst no change at all."""
    resolved = Situation(Status.RESOLVED)
    assert "part_complaint" not in actions(resolved, scopes=ROLE_SCOPES[Role.AGENT.value])
    assert "part_complaint" in actions(resolved, scopes=ROLE_SCOPES[Role.MANAGER.value])
    assert actions(resolved, scopes=ROLE_SCOPES[Role.ANALYST.value]) == []
