"""How strongly reasons speak for a duplicate."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.duplicate import Reason, Strength, strength, weigh

REASONS = st.sets(st.sampled_from(list(Reason)))
APART = st.timedeltas(timedelta(0), timedelta(days=30))


@given(reasons=REASONS, more=st.sampled_from(list(Reason)), apart=APART)
def test_another_reason_never_speaks_against_it(reasons: set[Reason], more: Reason, apart: timedelta) -> None:
    """IN-21: weights grow with the reasons and stay below certainty: a person decides."""
    assert weigh(reasons, apart=apart) <= weigh(reasons | {more}, apart=apart) < 1


@given(reasons=REASONS, apart=APART, later=APART)
def test_time_between_two_tellings_speaks_against_it(reasons: set[Reason], apart: timedelta, later: timedelta) -> None:
    """IN-21: the further apart the weaker, in either direction."""
    assert weigh(reasons, apart=apart + later) <= weigh(reasons, apart=apart) == weigh(reasons, apart=-apart)


def test_what_half_of_all_share_is_no_reason_alone() -> None:
    """IN-21: a product or another channel only supports; text and customer together are strong."""
    none = timedelta(0)
    assert weigh({Reason.SAME_PRODUCT, Reason.ANOTHER_CHANNEL}, apart=none) == 0
    assert strength(weigh({Reason.SAME_CUSTOMER}, apart=none)) is Strength.WEAK
    assert strength(weigh({Reason.SAME_ORDER}, apart=none)) is Strength.MEDIUM
    assert strength(weigh({Reason.NEARLY_THE_SAME_TEXT, Reason.SAME_CUSTOMER}, apart=none)) is Strength.STRONG
