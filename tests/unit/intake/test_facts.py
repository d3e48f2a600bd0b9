"""Claims, verdicts and questions; and what is missing before something is concluded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain import question as questions
from services.intake.domain.facts import Part, missing_facts
from services.intake.domain.question import Question, QuestionSettled, QuestionStatus
from services.intake.domain.statement import (
    GOOD_FAITH,
    FeelingRefuted,
    Matter,
    NothingToTakeBack,
    Standing,
    Statement,
    VerdictIncomplete,
    judge,
)
from shared.kernel.ids import new_id

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def claim(text: str = "the box was open", about: Matter | None = None) -> Statement:
    return Statement(id=new_id(), text=text, source="the customer", about=about, stated_by="ann", stated_at=NOW)


def asked(text: str = "who packed it?") -> Question:
    return Question(id=new_id(), text=text, whom="the warehouse", asked_by="ann", asked_at=NOW)


def judged(
    statement: Statement, status: Standing, *, source: str | None = "the camera", note: str | None = None
) -> Statement:
    given = judge(statement, id=new_id(), status=status, source=source, note=note, by="ann", now=NOW)
    return replace(statement, verdict=given)


def test_a_statement_is_a_claim_until_a_source_says_more() -> None:
    """IN-7: verified, refuted, taken back: each a verdict of its own, numbered on."""
    statement = claim()
    assert (statement.status, statement.version, statement.is_open) == (Standing.CLAIMED, 1, True)
    statement = judged(statement, Standing.VERIFIED)
    assert (statement.status, statement.version, statement.is_open) == (Standing.VERIFIED, 2, False)
    statement = judged(statement, Standing.REFUTED)
    statement = judged(statement, Standing.CLAIMED, source=None, note="the camera was another day's")
    assert (statement.status, statement.version, statement.is_open) == (Standing.CLAIMED, 4, True)


def test_the_customers_word_is_a_source_like_another() -> None:
    """IN-7: taken in good faith, it verifies."""
    assert not judged(claim(), Standing.VERIFIED, source=GOOD_FAITH).is_open


def test_a_verdict_names_its_grounds() -> None:
    """IN-7: a source to verify or refute, a reason to take back."""
    for status in (Standing.VERIFIED, Standing.REFUTED):
        with pytest.raises(VerdictIncomplete) as refused:
            judged(claim(), status, source=None)
        assert refused.value.fields[0].pointer == "/source"
    with pytest.raises(VerdictIncomplete) as refused:
        judged(judged(claim(), Standing.VERIFIED), Standing.CLAIMED)
    assert refused.value.fields[0].pointer == "/note"
    with pytest.raises(NothingToTakeBack):
        judged(claim(), Standing.CLAIMED, note="why not")


def test_a_feeling_needs_no_proof_and_is_never_refuted() -> None:
    """IN-7, IN-8: how somebody feels is theirs to say; nothing waits for its verification."""
    felt = claim("I was ashamed before my guests", Matter.FEELING)
    assert missing_facts([felt], []) == ()
    with pytest.raises(FeelingRefuted):
        judged(felt, Standing.REFUTED)
    assert judged(felt, Standing.VERIFIED).status is Standing.VERIFIED


def test_a_question_is_settled_once() -> None:
    """IN-7: answered with a source, or dismissed with a reason; then it stays so."""
    answered = questions.answer(asked(), text="Jonas", source="the packing list", by="ann", now=NOW)
    assert (answered.status, answered.source, answered.version) == (QuestionStatus.ANSWERED, "the packing list", 2)
    dismissed = questions.dismiss(asked(), reason="it was never packed", by="ann", now=NOW)
    assert (dismissed.status, dismissed.reason) == (QuestionStatus.DISMISSED, "it was never packed")
    for settled in (answered, dismissed):
        with pytest.raises(QuestionSettled):
            questions.answer(settled, text="Ona", source="memory", by="bob", now=NOW)
        with pytest.raises(QuestionSettled):
            questions.dismiss(settled, reason="never mind", by="bob", now=NOW)


def test_what_is_missing_is_said_in_words() -> None:
    """IN-7: open questions first, then unchecked claims, each by name."""
    question, statement = asked(), claim("x" * 500)
    first, second = missing_facts([statement], [question])
    assert (first.part, first.id, "who packed it?" in first.words) == (Part.OPEN_QUESTION, question.id, True)
    assert (second.part, second.id) == (Part.UNCHECKED_CLAIM, statement.id)
    assert len(second.words) < 250


standings = some.sampled_from(Standing)
matters = some.none() | some.sampled_from([Matter.FAULT, Matter.OTHER])


@given(
    said=some.lists(some.tuples(standings, matters), max_size=8),
    open_=some.lists(some.sampled_from(QuestionStatus), max_size=8),
)
def test_the_facts_are_in_exactly_when_nothing_is_open(
    said: list[tuple[Standing, Matter | None]], open_: list[QuestionStatus]
) -> None:
    """IN-7: always each open question and each unchecked claim, once, and never anything else."""
    statements = [
        claim(about=about) if standing is Standing.CLAIMED else judged(claim(about=about), standing)
        for standing, about in said
    ]
    asked_ = [replace(asked(), status=status) for status in open_]
    missing = missing_facts(statements, asked_)
    waiting = {one.id for one in asked_ if one.status is QuestionStatus.OPEN}
    waiting |= {one.id for one in statements if one.status is Standing.CLAIMED}
    assert {one.id for one in missing} == waiting
    assert len(missing) == len(waiting)


@given(verdicts=some.lists(standings, max_size=10))
def test_verdicts_always_number_on(verdicts: list[Standing]) -> None:
    """IN-7: whatever is judged after what, the newest holds and none takes another's number."""
    statement, numbers = claim(), []
    for status in verdicts:
        try:
            statement = judged(statement, status, note="looked again")
        except NothingToTakeBack:
            continue
        assert statement.verdict is not None
        assert statement.status is status
        numbers.append(statement.verdict.number)
    assert numbers == list(range(1, len(numbers) + 1))
