"""What facts say of a case, in any order: what it is about, who was heard from when."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.classification import Classification, latest
from services.routing.domain.correspondence import Correspondence, contact_detail, correspondence
from services.routing.domain.hot import is_hot
from services.routing.domain.progress import Fact, Happening
from tests.unit.routing.people import NOON

COMPLAINT = UUID(int=7)


def classified(version: int, **codes: str) -> Fact:
    detail = Classification(**codes).detail()  # type: ignore[arg-type]
    what = Happening.CLASSIFIED if version > 1 else Happening.RECORDED
    return Fact(COMPLAINT, version, what, NOON + timedelta(hours=version), detail=detail)


def contact(hours: int, direction: str, *, automatic: bool = False) -> Fact:
    detail = contact_detail(direction=direction, channel="phone", automatic=automatic)
    return Fact(COMPLAINT, hours + 10, Happening.CONTACTED, NOON + timedelta(hours=hours), detail=detail)


def test_the_newest_classification_counts_in_any_order() -> None:
    """RO-2, SU-1: by the complaint's version; what was recorded is older than all that was said later."""
    facts = [classified(1, feeling="angry"), classified(3, urgency="high"), classified(2, urgency="critical")]
    for order in permutations(facts):
        newest = latest(order)
        assert newest is not None
        assert (newest.version, newest.urgency, newest.feeling) == (3, "high", None)


def test_what_says_nothing_of_it_is_passed_over() -> None:
    """RO-2: a contact does not classify."""
    assert latest([contact(1, "out")]) is None


@given(st.permutations([contact(1, "out"), contact(4, "out", automatic=True), contact(3, "out"), contact(2, "in")]))
def test_the_latest_contact_each_way_counts_and_no_machine(facts: list[Fact]) -> None:
    """RO-13: an automatic acknowledgement is no word from a person."""
    assert correspondence(facts) == Correspondence(
        last_out_at=NOON + timedelta(hours=3), last_in_at=NOON + timedelta(hours=2)
    )


@pytest.mark.parametrize(
    ("feeling", "urgency", "hot"),
    [
        (None, "normal", False),
        ("upset", "high", False),
        ("angry", "normal", True),
        ("abusive", "normal", True),
        ("calm", "critical", True),
    ],
)
def test_anger_abuse_and_what_is_critical_are_hot(feeling: str | None, urgency: str, hot: bool) -> None:
    """RO-10: what wears out whoever has it."""
    assert is_hot(feeling, urgency) is hot
