"""What counts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from services.recognition.domain.programme import Programme, RewardKind, WhyNot

FIVE = Programme(
    id=1,
    code="five-voluntary-compliments",
    threshold=5,
    min_rating=4,
    voluntary_only=True,
    reward=RewardKind.PAID_DAY_OFF,
    days=Decimal(1),
)


@pytest.mark.parametrize(
    ("rating", "voluntary", "withdrawn", "why"),
    [
        (4, True, False, None),
        (5, True, False, None),
        (3, True, False, WhyNot.NOT_POSITIVE),
        (5, False, False, WhyNot.SOLICITED),
        (1, False, False, WhyNot.NOT_POSITIVE),
        (5, True, True, WhyNot.WITHDRAWN),
    ],
)
def test_only_voluntary_praise_counts(rating: int, voluntary: bool, withdrawn: bool, why: WhyNot | None) -> None:
    """RE-2: by default only a voluntary positive comment counts, and it is said why another does not."""
    assert FIVE.judge(rating=rating, voluntary=voluntary, withdrawn=withdrawn) is why


def test_a_programme_may_count_solicited_comments() -> None:
    """RE-2: a programme may say otherwise."""
    assert replace(FIVE, voluntary_only=False).judge(rating=5, voluntary=False, withdrawn=False) is None
