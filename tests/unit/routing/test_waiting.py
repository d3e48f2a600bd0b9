"""How long an answer is waited for."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.business_time import AlwaysOpen
from services.routing.domain.ladder import Reason
from services.routing.domain.waiting import Waiting
from services.routing.storage.ladders import built_in
from tests.unit.routing.people import NOON

WAITING = Waiting(AlwaysOpen(), timedelta(minutes=30), NOON)


def test_the_ladder_says_how_long_and_else_the_setting() -> None:
    """RO-4, RO-6: a senior colleague has fifteen minutes for abuse; for authority the setting's half hour counts."""
    assert WAITING.until(built_in().of(Reason.ABUSE)[0]) == NOON + timedelta(minutes=15)
    assert WAITING.until(built_in().of(Reason.AUTHORITY)[0]) == NOON + timedelta(minutes=30)
    assert WAITING.length(None) == timedelta(minutes=30)


@given(st.sampled_from(built_in().steps), st.timedeltas(timedelta(minutes=1), timedelta(days=7)))
def test_there_is_always_time_to_answer(step: object, within: timedelta) -> None:
    """RO-4: never an offer that is over when it is made."""
    assert Waiting(AlwaysOpen(), within, NOON).until(step) > NOON  # type: ignore[arg-type]
