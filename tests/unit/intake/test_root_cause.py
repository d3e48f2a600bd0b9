"""Causes: one aspect, from facts that are in; no blame before somebody looked into it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.intake.domain.facts import Missing, Part
from services.intake.domain.investigation import (
    HearingUntold,
    Investigation,
    InvestigationConcluded,
    OwnInvestigation,
    check_investigator,
    conclude,
)
from services.intake.domain.link import Link, LinkKind
from services.intake.domain.root_cause import CauseNotReady, Grounds, blames, check, sweeps
from services.intake.domain.vocabulary import RootCause
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PERSON = new_id()
HOW = "It came to this because nobody looked."
ASPECT = "the greeting at the counter"


def a_link(kind: LinkKind, reference: str) -> Link:
    return Link(id=new_id(), kind=kind, reference=reference, linked_by="ann", linked_at=NOW)


def investigation(about: UUID | None = PERSON, *, heard: bool | None = None) -> Investigation:
    opened = Investigation(id=new_id(), about_staff_id=about, question="what was said?", opened_by="lea", opened_at=NOW)
    if heard is None:
        return opened
    return conclude(
        opened,
        finding="they were short",
        evidence="the recording",
        heard_staff=heard,
        what_they_said="I was alone that day" if heard else None,
        investigator_id=new_id(),
        by="lea",
        now=NOW,
    )


def test_nobody_investigates_themselves() -> None:
    """IN-12: neither opening nor concluding; a system has no staff id and nobody is concerned yet."""
    with pytest.raises(OwnInvestigation):
        check_investigator(about_staff_id=PERSON, investigator_id=PERSON)
    check_investigator(about_staff_id=PERSON, investigator_id=None)
    check_investigator(about_staff_id=None, investigator_id=PERSON)
    told: dict[str, Any] = {"finding": "f", "evidence": "e", "heard_staff": False, "what_they_said": None}
    with pytest.raises(OwnInvestigation):
        conclude(investigation(), **told, investigator_id=PERSON, by="them", now=NOW)


def test_a_hearing_is_written_down_and_an_investigation_concluded_once() -> None:
    """IN-12: heard means what they said; not heard means nothing was said."""
    told: dict[str, Any] = {"finding": "f", "evidence": "e", "investigator_id": None, "by": "lea", "now": NOW}
    for heard, said in ((True, None), (False, "they said this")):
        with pytest.raises(HearingUntold):
            conclude(investigation(), heard_staff=heard, what_they_said=said, **told)
    with pytest.raises(InvestigationConcluded):
        conclude(investigation(heard=True), heard_staff=False, what_they_said=None, **told)


def parts(
    *known: Investigation,
    cause: RootCause = RootCause.STAFF_ATTITUDE,
    named: Link | None = None,
    chosen: UUID | None = None,
    facts: tuple[Missing, ...] = (),
) -> list[str]:
    """What the gate says is missing."""
    grounds = Grounds(missing_facts=facts, investigations=known)
    with pytest.raises(CauseNotReady) as refused:
        check(
            cause=cause,
            aspect=ASPECT,
            explanation=HOW,
            named=named,
            investigation_id=chosen,
            grounds=grounds,
        )
    said = refused.value.extra["parts"]
    assert isinstance(said, list)
    assert len(refused.value.fields) == len(said)
    return [one["part"] for one in said]


def allow(
    *known: Investigation,
    cause: RootCause = RootCause.STAFF_ATTITUDE,
    named: Link | None = None,
    chosen: UUID | None = None,
) -> None:
    """Pass the gate."""
    grounds = Grounds(missing_facts=(), investigations=known)
    check(
        cause=cause,
        aspect=ASPECT,
        explanation="How it came to this.",
        named=named,
        investigation_id=chosen,
        grounds=grounds,
    )


def test_blame_needs_a_concluded_investigation_in_which_the_person_was_heard() -> None:
    """IN-12: everything that is missing is said at once."""
    question = Missing(part=Part.OPEN_QUESTION, id=new_id(), words="who?")
    assert parts(facts=(question,)) == ["open_question", "investigation", "hearing"]
    pending, unheard, heard = investigation(), investigation(heard=False), investigation(heard=True)
    assert parts(pending, chosen=pending.id) == ["conclusion", "hearing"]
    assert parts(unheard, chosen=unheard.id) == ["hearing"]
    allow(heard, chosen=heard.id)
    assert parts(heard, chosen=new_id()) == ["investigation", "hearing"]
    assert parts(heard, pending, chosen=heard.id) == ["conclusion"]


def test_naming_a_person_is_blame_whatever_the_cause_is_called() -> None:
    """IN-12: and the investigation is about that person."""
    them, other = a_link(LinkKind.STAFF, str(PERSON)), a_link(LinkKind.STAFF, str(new_id()))
    product = a_link(LinkKind.PRODUCT, "coat")
    assert blames(RootCause.PROCESS, them)
    assert not blames(RootCause.PRODUCT, product)
    heard = investigation(heard=True)
    allow(heard, cause=RootCause.PROCESS, named=them, chosen=heard.id)
    assert parts(heard, cause=RootCause.PROCESS, named=other, chosen=heard.id) == ["investigation"]
    allow(cause=RootCause.PRODUCT, named=product)
    pending = investigation()
    allow(pending, cause=RootCause.PRODUCT, named=product)


@pytest.mark.parametrize(
    "aspect",
    [
        "Everything!",
        "the whole service",
        "Viskas blogai",
        "Όλη η εξυπηρέτηση",
        "τα πάντα",
        "كل شيء",
        "الخدمة كلها سيئة",
    ],
)
def test_a_cause_is_one_aspect(aspect: str) -> None:
    """IN-12: not the whole service, in any of the four languages."""
    assert sweeps(aspect)
    with pytest.raises(CauseNotReady) as refused:
        check(
            cause=RootCause.SERVICE,
            aspect=aspect,
            explanation=HOW,
            named=None,
            investigation_id=None,
            grounds=Grounds(missing_facts=(), investigations=()),
        )
    assert [one.pointer for one in refused.value.fields] == ["/aspect"]


@pytest.mark.parametrize(
    "aspect", ["the reminder was never sent", "visi trys kartonai pažeisti", "όλα τα κουτιά", "كل الصناديق"]
)
def test_one_aspect_may_be_told_with_strong_words(aspect: str) -> None:
    """IN-12: "never" and "all three boxes" still name one thing."""
    assert not sweeps(aspect)


def test_absent_words_are_named_with_all_else_that_is_missing() -> None:
    """IN-12: one refusal, not one after the other."""
    with pytest.raises(CauseNotReady) as refused:
        check(
            cause=RootCause.STAFF_ATTITUDE,
            aspect=None,
            explanation=None,
            named=None,
            investigation_id=None,
            grounds=Grounds(missing_facts=(), investigations=()),
        )
    pointers = {one.pointer for one in refused.value.fields}
    assert {"/aspect", "/explanation", "/investigation_id"} <= pointers
