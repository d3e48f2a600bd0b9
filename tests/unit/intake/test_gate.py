"""One refusal for all that is missing and all that should not be said so."""

from __future__ import annotations

import pytest

from services.intake.domain.gate import Remark, demand, lacking
from services.intake.domain.offer import GivenChoice
from services.intake.domain.offering import OfferIncomplete
from services.intake.domain.vocabulary import Channel
from services.intake.domain.wording.finding import Weight, WordingRefused
from shared.kernel.errors import FieldError
from tests.unit.intake.people import finding, pointers

MISSING = [FieldError("/options", "Offer at least one option")]


def test_absent_and_empty_are_missing_but_no_is_an_answer() -> None:
    """IN-17, IN-19: null and an empty text lack; false does not."""
    given = GivenChoice(option=None, none_of_them=False, said="", channel=Channel.PHONE)
    wanted = dict.fromkeys(("option", "none_of_them", "said", "channel"), "say it")
    assert [one.pointer for one in lacking(given, wanted, at="/choice")] == ["/choice/option", "/choice/said"]


def test_nothing_missing_lets_through_with_the_remarks() -> None:
    """IN-14, IN-17: what only warns is handed on with the pointer of its text."""
    warning = finding(Weight.WARN)
    assert demand(OfferIncomplete, [], {"/why_not": [warning]}) == (Remark(pointer="/why_not", finding=warning),)


def test_a_missing_part_and_a_bad_wording_are_one_refusal() -> None:
    """IN-14, IN-17: nobody corrects one to hear of the other."""
    with pytest.raises(OfferIncomplete) as refused:
        demand(OfferIncomplete, MISSING, {"/why_not": [finding(Weight.REFUSE)], "/options/0/limits": []})
    assert pointers(refused.value) == ["/options", "/why_not"]
    assert refused.value.extra["findings"] == [
        {
            "pointer": "/why_not",
            "start": 0,
            "end": 3,
            "rule": "policy",
            "why": "It hides behind a policy.",
            "better": "Say what happens.",
        }
    ]


def test_bad_wordings_alone_are_refused_as_such_all_of_them() -> None:
    """IN-14: every text that should not be said is named in one refusal."""
    texts = {"/why_not": [finding(Weight.REFUSE)], "/options/0/limits": [finding(Weight.REFUSE, "jargon")]}
    with pytest.raises(WordingRefused) as refused:
        demand(OfferIncomplete, [], texts)
    assert pointers(refused.value) == ["/why_not", "/options/0/limits"]
