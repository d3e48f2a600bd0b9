"""One sincere apology."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.apology import ApologyIncomplete, GivenApology, NextStep, apologise
from services.intake.domain.justification_phrases import Flaw
from services.intake.domain.vocabulary import Channel
from services.intake.domain.wording.finding import Weight, WordingRefused
from shared.kernel.ids import new_id
from tests.unit.intake.people import NOW, finding, pointers

STEP = NextStep(what="A courier brings the blue coat.", by_when=NOW + timedelta(days=1))
WHOLE = GivenApology(
    for_what="the green coat",
    text="I am sorry that a green coat came.",
    steps=(STEP,),
    channel=Channel.PHONE,
    reason=None,
)
NOTHING: dict[str, Any] = {"for_what": None, "text": "", "steps": (), "channel": None}


def say(told: GivenApology = WHOLE, *, earlier: int = 0, **findings: Any) -> Any:
    named = {f"/{name}": found for name, found in findings.items()}
    return apologise(told, id_=new_id(), earlier=earlier, language="en", findings=named, by="ann", now=NOW)


def test_an_apology_keeps_what_was_said_and_what_follows() -> None:
    """IN-16: verbatim, with its steps, numbered."""
    said, remarks = say()
    assert (said.number, said.text, said.steps, said.reason) == (1, WHOLE.text, (STEP,), None)
    assert (said.said_by, said.said_at) == ("ann", NOW)
    assert remarks == ()


@given(missing=some.sets(some.sampled_from(sorted(NOTHING))), earlier=some.integers(0, 3), reason=some.booleans())
def test_every_missing_part_is_named_at_once_and_no_other(missing: set[str], earlier: int, reason: bool) -> None:
    """IN-16: a second apology lacks a reason, the first does not; no steps, no apology."""
    told = replace(WHOLE, reason="it came late again" if reason else None, **{name: NOTHING[name] for name in missing})
    expected = [f"/{name}" for name in NOTHING if name in missing] + (["/reason"] if earlier and not reason else [])
    if not expected:
        assert say(told, earlier=earlier)[0].number == earlier + 1
        return
    with pytest.raises(ApologyIncomplete) as refused:
        say(told, earlier=earlier)
    assert pointers(refused.value) == expected


def test_a_step_says_what_and_is_still_to_come() -> None:
    """IN-16: each step that does not is named by its place."""
    steps = (STEP, NextStep(what="", by_when=None), NextStep(what="It was sent.", by_when=NOW))
    with pytest.raises(ApologyIncomplete) as refused:
        say(replace(WHOLE, steps=steps))
    assert pointers(refused.value) == ["/steps/1/what", "/steps/2/by_when"]


def test_a_justification_is_refused_with_a_better_wording() -> None:
    """IN-16: on its own as wording, with missing parts in the same refusal."""
    told = replace(WHOLE, text="I am sorry, but you should have called.")
    with pytest.raises(WordingRefused) as refused:
        say(told)
    assert pointers(refused.value) == ["/text", "/text"]
    assert [one["rule"] for one in refused.value.extra["findings"]] == [Flaw.TAKEN_BACK, Flaw.BLAMES]
    with pytest.raises(ApologyIncomplete) as both:
        say(replace(told, steps=()))
    assert pointers(both.value) == ["/steps", "/text", "/text"]


def test_all_that_the_customer_hears_is_minded() -> None:
    """IN-14, IN-16: the text and each step."""
    assert WHOLE.texts() == {"/text": WHOLE.text, "/steps/0/what": STEP.what}
    assert [one.pointer for one in say(text=[finding(Weight.WARN)])[1]] == ["/text"]
    with pytest.raises(WordingRefused):
        say(text=[finding(Weight.REFUSE)])
