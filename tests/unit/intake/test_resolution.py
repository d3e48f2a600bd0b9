"""What a resolution must say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain import recap as recaps
from services.intake.domain.recap import ConfirmedBy, Recap
from services.intake.domain.resolution import GivenResolution, ResolutionIncomplete, resolution
from services.intake.domain.vocabulary import Channel, RootCause
from services.intake.domain.wording.finding import Weight, WordingRefused
from shared.kernel.errors import FieldError
from tests.unit.intake.people import NOW, complaint, finding, pointers

WHOLE = GivenResolution(
    what_was_done="A courier brought the blue coat.",
    what_it_took="One trip.",
    recap_version=None,
    customer_unreachable=None,
    wish_met=False,
    root_cause=RootCause.DELIVERY,
    liability_accepted=False,
    cost=None,
    thanks="Thank you for telling us.",
)
PARTS = ("what_was_done", "what_it_took", "wish_met", "root_cause", "liability_accepted", "thanks")
PROPOSED = [recaps.propose([], text="green, not blue", by="ann", now=NOW)]
CONFIRMED = list(
    recaps.confirm(
        PROPOSED,
        version=1,
        correction=None,
        confirmed_by=ConfirmedBy.CUSTOMER,
        channel=Channel.PHONE,
        by="ann",
        now=NOW,
    )
)


def resolve(told: GivenResolution = WHOLE, known: list[Recap] = CONFIRMED, **more: Any) -> Any:
    about = complaint(**more.pop("about", {}))
    return resolution(told, about, known, number=1, findings=more.pop("findings", {}), by="ann", now=NOW, **more)


def test_a_whole_resolution_answers_the_confirmed_recap() -> None:
    """IN-10, IN-19: it names the version; no is an answer to whether the wish was met and who is liable."""
    made, remarks = resolve()
    assert (made.number, made.recap_version, made.wish_met, made.liability_accepted) == (1, 1, False, False)
    assert (made.resolved_by, made.resolved_at) == ("ann", NOW)
    assert remarks == ()


@given(
    missing=some.sets(some.sampled_from(PARTS)),
    blank=some.booleans(),
    recap=some.booleans(),
    wish=some.booleans(),
    excuse=some.sampled_from(["none", "anonymous", "unreachable", "import"]),
    facts=some.booleans(),
)
def test_every_missing_part_is_named_at_once_and_no_other(
    missing: set[str], blank: bool, recap: bool, wish: bool, excuse: str, facts: bool
) -> None:
    """IN-10, IN-19: each subset of missing parts gives exactly its pointers; excuses excuse what could not be asked."""
    texts = {"what_was_done", "what_it_took", "thanks"}
    told = replace(WHOLE, **{name: "" if blank and name in texts else None for name in missing})
    about: dict[str, Any] = {} if wish else {"wish_kind": None}
    if excuse == "unreachable":
        told = replace(told, customer_unreachable="mail bounces")
    elif excuse == "anonymous":
        about["customer_id"] = None
    elif excuse == "import":
        about["channel"] = Channel.IMPORT
    expected = [f"/{name}" for name in PARTS if name in missing]
    unasked = excuse in {"anonymous", "unreachable"}
    if not recap and not unasked:
        expected.append("/recap_version")
    if not wish and excuse == "none":
        expected.append("/desired_resolution")
    also = [FieldError("/facts", "Answer the open question")] if facts else []
    expected += ["/facts"] if facts else []
    known = CONFIRMED if recap else PROPOSED
    if not expected:
        assert resolve(told, known, about=about, also_missing=also)[0].recap_version == (1 if recap else None)
        return
    with pytest.raises(ResolutionIncomplete) as refused:
        resolve(told, known, about=about, also_missing=also)
    assert pointers(refused.value) == expected


@pytest.mark.parametrize("named", [1, 7])
def test_a_named_recap_must_be_confirmed_even_of_who_is_unreachable(named: int) -> None:
    """IN-10: a resolution does not claim to answer what nobody confirmed."""
    with pytest.raises(ResolutionIncomplete) as refused:
        resolve(replace(WHOLE, recap_version=named, customer_unreachable="mail bounces"), PROPOSED)
    assert pointers(refused.value) == ["/recap_version"]


def test_what_the_customer_reads_is_minded() -> None:
    """IN-14, IN-19: what was done and the thanks; what it took is for ourselves."""
    assert WHOLE.texts() == {"/what_was_done": WHOLE.what_was_done, "/thanks": WHOLE.thanks}
    with pytest.raises(WordingRefused) as refused:
        resolve(findings={"/thanks": [finding(Weight.REFUSE)]})
    assert pointers(refused.value) == ["/thanks"]
