"""What follows from conduct: who may decide, what a decision must say, appeals and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.routing.domain.appeal import STEP, Appeal, AppealDecided, Appellant, Decision, require_judge
from services.routing.domain.conduct import ConductLevel
from services.routing.domain.sanction import (
    HARDEST,
    TRANSITIONS,
    Backing,
    BackingIncomplete,
    Measure,
    NotYoursToDecide,
    Sanction,
    SanctionStatus,
    SanctionStep,
    SanctionStepNotNow,
    require_decider,
    require_whole,
)
from services.routing.domain.staff import Level, Staff
from tests.unit.routing.test_conduct import HURT, NOW, reported

MANAGER = Staff(UUID(int=10), "Rūta", Level.REGIONAL_MANAGER)
HEAD = Staff(UUID(int=11), "Jonas", Level.HEAD)
WHOLE = Backing(
    measure=Measure.WRITTEN_ONLY, text="He threatened her.", until=NOW + timedelta(days=30), appeal_told="by letter"
)


def sanction(**members: Any) -> Sanction:
    """A customer who can only write for thirty days."""
    defaults: dict[str, Any] = {
        "id": UUID(int=20),
        "conduct_id": UUID(int=9),
        "complaint_id": UUID(int=8),
        "customer_id": UUID(int=7),
        "staff_ids": (HURT,),
        "level": ConductLevel.THREATENING,
        "measure": Measure.WRITTEN_ONLY,
        "since": NOW,
        "until": NOW + timedelta(days=30),
        "decided_by": MANAGER.id,
        "decided_at": NOW,
        "content": "{}",
        "signature": "k.x",
    }
    return Sanction(**defaults | members)


def test_all_that_a_backing_lacks_is_named_at_once() -> None:
    """RO-11: one answer, not one after the other; nothing is signed that lacks a part."""
    empty = Backing(measure=Measure.END_CONTACT, text=None, until=None, appeal_told=None)
    with pytest.raises(BackingIncomplete) as refused:
        require_whole(empty, ConductLevel.RUDE, earlier=0, now=NOW)
    assert [field.pointer for field in refused.value.fields] == ["/measure", "/text", "/until", "/appeal_told"]
    assert require_whole(WHOLE, ConductLevel.THREATENING, earlier=0, now=NOW) == "He threatened her."


def test_an_end_in_the_past_is_none() -> None:
    """RO-11: a measure that is over before it begins is a slip."""
    with pytest.raises(BackingIncomplete) as refused:
        require_whole(replace(WHOLE, until=NOW), ConductLevel.VIOLENT, earlier=0, now=NOW)
    assert [field.pointer for field in refused.value.fields] == ["/until"]


@pytest.mark.parametrize("level", ConductLevel)
@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("earlier", range(4))
def test_a_measure_fits_the_conduct_and_what_came_before(level: ConductLevel, measure: Measure, earlier: int) -> None:
    """RO-11: rude is warned first, and shut out only when it goes on again and again."""
    measures = list(Measure)
    wanted = replace(WHOLE, measure=measure)
    if measures.index(measure) <= measures.index(HARDEST[level]) + earlier:
        require_whole(wanted, level, earlier=earlier, now=NOW)
        return
    with pytest.raises(BackingIncomplete) as refused:
        require_whole(wanted, level, earlier=earlier, now=NOW)
    assert [field.pointer for field in refused.value.fields] == ["/measure"]


@pytest.mark.parametrize(
    "by", [None, replace(MANAGER, level=Level.LEAD), replace(MANAGER, active=False), replace(HEAD, id=HURT)]
)
def test_only_a_manager_who_was_not_hurt_decides(by: Staff | None) -> None:
    """RO-11: regional manager or head; never in one's own matter."""
    with pytest.raises(NotYoursToDecide):
        require_decider(by, reported())
    assert require_decider(MANAGER, reported()) is MANAGER


@pytest.mark.parametrize("step", SanctionStep)
@pytest.mark.parametrize("status", SanctionStatus)
def test_a_sanction_takes_the_steps_of_the_table_only(status: SanctionStatus, step: SanctionStep) -> None:
    """RO-11: every status with every step; what is lifted or has ended stays so."""
    if (status, step) not in TRANSITIONS:
        with pytest.raises(SanctionStepNotNow):
            sanction(status=status).after(step, now=NOW)
        return
    assert sanction(status=status).after(step, now=NOW).status is TRANSITIONS[status, step]


def test_it_holds_while_an_appeal_waits_and_no_longer_than_it_says() -> None:
    """RO-11: an appeal does not put the employee back before the customer; the end comes by itself."""
    appealed = sanction().after(SanctionStep.APPEAL, now=NOW)
    assert appealed.holds(NOW)
    assert not appealed.holds(NOW + timedelta(days=30))
    assert not appealed.after(SanctionStep.LIFT, now=NOW).holds(NOW)
    late = appealed.after(SanctionStep.UPHOLD, now=NOW + timedelta(days=31))
    assert late.status is SanctionStatus.ENDED
    assert sanction(until=None).holds(datetime(2999, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("judge", "decider"),
    [
        (MANAGER, Level.REGIONAL_MANAGER),
        (replace(HEAD, level=Level.REGIONAL_MANAGER), Level.HEAD),
        (replace(HEAD, level=Level.SENIOR), Level.LEAD),
        (replace(HEAD, id=HURT), Level.REGIONAL_MANAGER),
        (replace(HEAD, active=False), Level.REGIONAL_MANAGER),
        (None, Level.REGIONAL_MANAGER),
    ],
)
def test_nobody_judges_their_own_decision_nor_that_of_somebody_higher(judge: Staff | None, decider: Level) -> None:
    """RO-11: an appeal is heard by another, not lower than the first."""
    with pytest.raises(NotYoursToDecide):
        require_judge(judge, decider_id=MANAGER.id, decider=decider, concerned=(HURT,))


def test_an_appeal_is_decided_once_by_another_manager() -> None:
    """RO-11: the second decision is refused, whatever the first one was."""
    judge = require_judge(HEAD, decider_id=MANAGER.id, decider=MANAGER.level, concerned=(HURT,))
    appeal = Appeal(
        id=UUID(int=30), sanction_id=UUID(int=20), by=Appellant.CUSTOMER, text="no", made_by="agent", made_at=NOW
    )
    decided = appeal.decided(Decision.LIFTED, by=judge, why="mistaken for another", now=NOW)
    assert (decided.decided_by, decided.version, STEP[Decision.LIFTED]) == (HEAD.id, 2, SanctionStep.LIFT)
    with pytest.raises(AppealDecided):
        decided.decided(Decision.UPHELD, by=judge, why="no", now=NOW)
