"""Conduct towards the staff: who deals with it, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.routing.domain.conduct import (
    FIRST,
    TRANSITIONS,
    Conduct,
    ConductLevel,
    ConductStatus,
    ConductStep,
    ConductStepNotNow,
    NotASenior,
    first_status,
)
from services.routing.domain.staff import Level, Staff

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HURT, SENIOR, HEAD = UUID(int=1), Staff(UUID(int=2), "Rasa", Level.SENIOR), Staff(UUID(int=3), "Jonas", Level.HEAD)


def reported(**members: Any) -> Conduct:
    """Insults against one agent, waiting for a senior colleague."""
    defaults: dict[str, Any] = {
        "id": UUID(int=9),
        "complaint_id": UUID(int=8),
        "level": ConductLevel.INSULTING,
        "text": "what was said",
        "staff_ids": (HURT,),
        "reported_by": "agent",
        "reported_at": NOW,
        "status": ConductStatus.WITH_SENIOR,
    }
    return Conduct(**defaults | members)


STEPS: dict[ConductStep, Callable[[Conduct], Conduct]] = {
    ConductStep.CALM: lambda conduct: conduct.calmed(by=SENIOR, word="it is good"),
    ConductStep.HAND_UP: lambda conduct: conduct.handed_up(by=SENIOR, word="it goes on"),
    ConductStep.SANCTION: lambda conduct: conduct.sanctioned(by_id=HEAD.id),
    ConductStep.DROP: lambda conduct: conduct.dropped(by_id=HEAD.id, word="it was a misunderstanding"),
}


@pytest.mark.parametrize("step", ConductStep)
@pytest.mark.parametrize("status", ConductStatus)
def test_only_the_steps_of_the_table_are_taken(status: ConductStatus, step: ConductStep) -> None:
    """RO-11: every status with every step."""
    conduct, take = reported(status=status), STEPS[step]
    if (status, step) not in TRANSITIONS:
        with pytest.raises(ConductStepNotNow):
            take(conduct)
        return
    after = take(conduct)
    assert (after.status, after.version) == (TRANSITIONS[status, step], 2)


def test_nobody_is_sanctioned_before_a_senior_colleague_spoke_unless_there_is_violence() -> None:
    """RO-11: a senior colleague first; a manager at once only where nobody can be asked to talk."""
    assert (ConductStatus.WITH_SENIOR, ConductStep.SANCTION) not in TRANSITIONS
    assert set(FIRST) == set(ConductLevel)
    for level in ConductLevel:
        violent = level is ConductLevel.VIOLENT
        expected = ConductStatus.WITH_MANAGER if violent else ConductStatus.WITH_SENIOR
        assert first_status(level, nobody_senior=False) is expected
        assert first_status(level, nobody_senior=True) is ConductStatus.WITH_MANAGER


@pytest.mark.parametrize("by", [Staff(UUID(int=5), "A colleague", Level.AGENT), replace(SENIOR, id=HURT)])
def test_the_talk_is_a_senior_colleagues_and_never_of_the_one_who_was_hurt(by: Staff) -> None:
    """RO-11: nobody stands alone before whoever hurt them."""
    for step in ("calmed", "handed_up"):
        with pytest.raises(NotASenior):
            getattr(reported(), step)(by=by, word="it is good")


def test_what_the_senior_said_stays_with_the_report() -> None:
    """RO-11: the manager reads it."""
    decided = reported().handed_up(by=SENIOR, word="he went on shouting").sanctioned(by_id=HEAD.id)
    assert (decided.word, decided.with_id, decided.version) == ("he went on shouting", HEAD.id, 3)
