"""A reward's life and what it writes into the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.recognition.domain.audience import Audience
from services.recognition.domain.errors import OwnReward, RewardNotThere, TooEarly
from services.recognition.domain.ledger import Account, RewardStatus
from services.recognition.domain.reward import (
    STEPS,
    Act,
    Because,
    Reward,
    approve,
    grant,
    granting,
    redeem,
    reverse,
    to_reverse,
)
from services.recognition.domain.tally import Tally
from shared.kernel.errors import NotFound, PreconditionFailed
from shared.kernel.ids import new_id
from tests.unit.recognition.test_programme import FIVE

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANA, MARA = new_id(), new_id()
WHY = Because("someone", "a reason")


def _reward(status: RewardStatus = RewardStatus.GRANTED, *, ordinal: int = 1) -> Reward:
    made = grant(Tally(FIVE.id, ANA, 5, 5 * ordinal, ordinal, ordinal), programme=FIVE, now=NOW)
    return replace(made, status=status)


def test_a_reward_is_approved_by_another_and_then_taken() -> None:
    """RE-6: grant, approve, redeem; days flow from the company to what is earned, available, taken."""
    granted = _reward()
    approved = approve(granted, approver=MARA, because=WHY, now=NOW)
    redeemed = redeem(approved.reward, on=date(2026, 3, 9), because=WHY, now=NOW)
    entries = [granting(granted, because=WHY), approved.entry, redeemed.entry]
    assert [entry.kind.value for entry in entries] == ["granted", "approved", "redeemed"]
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [(entry.source.value, entry.target.value) for entry in entries] == [
        ("company", "earned"),
        ("earned", "available"),
        ("available", "taken"),
    ]
    assert all(sum(days for _, days in entry.postings()) == 0 for entry in entries)


def test_nobody_approves_their_own() -> None:
    """RE-6, SU-4: nobody approves their own reward."""
    with pytest.raises(OwnReward):
        approve(_reward(), approver=ANA, because=WHY, now=NOW)


@pytest.mark.parametrize("status", list(RewardStatus))
@pytest.mark.parametrize("act", list(Act))
def test_only_the_steps_of_the_table_are_possible(status: RewardStatus, act: Act) -> None:
    """RE-6: an act out of turn is refused and the refusal names what is possible now."""
    reward = _reward(status)

    def do() -> object:
        match act:
            case Act.APPROVE:
                return approve(reward, approver=MARA, because=WHY, now=NOW)
            case Act.REDEEM:
                return redeem(reward, on=NOW.date(), because=WHY, now=NOW)
            case Act.REVERSE:
                return reverse(reward, because=WHY, now=NOW)

    if act in STEPS[status]:
        do()
    else:
        with pytest.raises(RewardNotThere) as refused:
            do()
        assert refused.value.extra["possible"] == [each.value for each in reward.possible()]


def test_a_day_is_not_taken_before_it_was_earned() -> None:
    """RE-6: an impossible date is refused by the field that has it."""
    with pytest.raises(TooEarly) as refused:
        redeem(_reward(RewardStatus.APPROVED), on=date(2026, 3, 1), because=WHY, now=NOW)
    assert refused.value.fields[0].pointer == "/on"


def test_a_taken_day_that_lost_its_ground_is_owed() -> None:
    """RE-4: also after it was redeemed a grant is reversed, by a new entry; what is available falls below zero."""
    done = reverse(_reward(RewardStatus.REDEEMED), because=WHY, now=NOW)
    assert done.entry.kind is RewardStatus.REVERSED_AFTER_REDEMPTION
    assert (done.entry.source, done.entry.target) == (Account.AVAILABLE, Account.COMPANY)
    assert done.reward.slot is None


def test_the_newest_unused_reward_goes_first() -> None:
    """RE-4: a used one is reversed only when no unused one is left."""
    first, second = _reward(ordinal=1), _reward(ordinal=2)
    third = _reward(RewardStatus.REDEEMED, ordinal=3)
    assert to_reverse([first, second, third], surplus=1) == [second]
    assert to_reverse([first, second, third], surplus=3) == [second, first, third]


def test_another_version_than_the_one_read_is_refused() -> None:
    """SU-2: If-Match."""
    _reward().require_version(None)
    _reward().require_version(1)
    with pytest.raises(PreconditionFailed):
        _reward().require_version(2)


def test_foreign_answers_like_missing() -> None:
    """SU-4: a member of staff sees their own, others everyone's, and nobody learns who exists."""
    Audience(everyone=False, own=ANA).require(ANA)
    Audience(everyone=True).require(ANA)
    for audience in (Audience(everyone=False, own=MARA), Audience(everyone=False)):
        with pytest.raises(NotFound):
            audience.require(ANA)
