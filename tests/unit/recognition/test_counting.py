"""How places are given, how a row closes, and when a reward is due."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.recognition.domain.compliment import HeardComment
from services.recognition.domain.counting import Counted, count, staff_to_count
from services.recognition.domain.programme import WhyNot
from services.recognition.domain.tally import Tally, close_ranks
from shared.kernel.ids import new_id
from tests.unit.recognition.test_programme import FIVE

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANA, BEN = new_id(), new_id()


def _comment(*staff_ids: object, rating: int = 5, voluntary: bool = True) -> HeardComment:
    return HeardComment(new_id(), None, tuple(staff_ids), rating, voluntary, NOW, new_id(), "c")  # type: ignore[arg-type]


def _count(*comments: HeardComment, **start: int) -> list[Counted]:
    tallies = {each: Tally(FIVE.id, each, FIVE.threshold, **start) for each in (ANA, BEN)}
    return count(comments, programme=FIVE, tallies=tallies, withdrawn=(), now=NOW)


def test_the_fifth_compliment_earns_a_reward_and_the_sixth_none() -> None:
    """RE-1: five voluntary positive comments earn one paid day off."""
    counted = _count(*(_comment(ANA) for _ in range(6)))
    assert [each.valid for each in counted] == [1, 2, 3, 4, 5, 6]
    assert [each.reward is not None for each in counted] == [False] * 4 + [True, False]
    reward = counted[4].reward
    assert reward is not None
    assert (reward.ordinal, reward.slot, reward.kind.value) == (1, 1, "paid_day_off")


def test_a_reward_after_a_reversed_one_takes_the_next_ordinal_and_the_free_slot() -> None:
    """RE-4: what was reversed stays in history; the next grant is a new reward."""
    reward = _count(_comment(ANA), valid=4, granted=0, rewards=1)[0].reward
    assert reward is not None
    assert (reward.ordinal, reward.slot) == (2, 1)


def test_each_person_named_gets_one_compliment_however_often_they_are_named() -> None:
    """RE-1: one comment counts once for a person."""
    counted = _count(_comment(ANA, BEN, ANA))
    assert [each.compliment.staff_id for each in counted] == [ANA, BEN]


def test_what_does_not_count_is_recorded_with_its_reason() -> None:
    """RE-2: voluntary or solicited is recorded."""
    solicited, poor = _comment(ANA, voluntary=False), _comment(ANA, rating=2)
    counted = _count(solicited, poor)
    assert [each.compliment.why for each in counted] == [WhyNot.SOLICITED, WhyNot.NOT_POSITIVE]
    assert [each.compliment.place for each in counted] == [None, None]
    assert staff_to_count([solicited, poor], programme=FIVE, withdrawn=()) == set()


@given(data=st.data(), length=st.integers(0, 40))
def test_a_row_closes_without_a_gap(data: st.DataObject, length: int) -> None:
    """RE-4: after any withdrawal, those who stay stand at 1..n, each once."""
    leaving = data.draw(st.sets(st.integers(1, length))) if length else set()
    moves = close_ranks(length=length, leaving=leaving)
    stay = [moves.get(place, place) for place in range(1, length + 1) if place not in leaving]
    assert sorted(stay) == list(range(1, length - len(leaving) + 1))
    assert len(moves) <= len(leaving)


def test_nobody_leaves_a_row_they_do_not_stand_in() -> None:
    """RE-4: a place outside of the row is a mistake, not a change."""
    with pytest.raises(ValueError, match="stands in the row"):
        close_ranks(length=3, leaving=[4])
