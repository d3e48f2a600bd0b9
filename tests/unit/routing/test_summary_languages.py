"""The summary as text in four languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.ladder import Reason
from services.routing.domain.ledger_line import Line
from services.routing.domain.summary import Circumstances, Known, Ledgers, summarise
from services.routing.gateways.intake import read_brief
from services.routing.pages.summary_text import language_for, spoken_line, summary_text
from services.routing.pages.words import catalogues
from tests.unit.routing.people import person
from tests.unit.routing.test_summary import ANSWER, WHY

LANGUAGES = ("ar", "el", "en", "lt")
LEDGERS = Ledgers(
    promises=(Line("promise_broken", {"text": "Call you {back}", "due_at": "2026-03-02T13:00:00+00:00"}),),
    spends=(Line("spend", {"amount": "10.00", "currency": "EUR", "what": "a voucher"}),),
    conduct=(
        Line("sanction_written_only", {"since": "2026-03-01", "until": ""}),
        Line("conduct_open", {"level": "rude"}),
    ),
    notes=(Line("a_code_of_tomorrow", {"thing": "something new"}),),
)


def test_every_language_has_every_word() -> None:
    """RO-3: the four languages have the same keys, and each key the same places to fill."""
    there = catalogues().all()
    assert sorted(there) == list(LANGUAGES)
    for language in LANGUAGES:
        assert there[language].words.keys() == there["en"].words.keys()
        for key, words in there[language].words.items():
            assert sorted(_places(words)) == sorted(_places(there["en"].words[key])), (language, key)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_all_that_is_known_has_its_word(language: str, reason: Reason) -> None:
    """RO-3: a receiver reads no code where a word exists."""
    words = catalogues().all()[language].words
    assert f"reason.{reason.value}" in words
    for known in Known:
        assert f"known.{known.value}" in words
    for by_system in (Reason.SECOND_REOPENING, Reason.BREACHED_CLOCK):
        assert f"told_by_system.{by_system.value}" in words
    for hinted in (Reason.LANGUAGE, Reason.SKILL, Reason.AUTHORITY, Reason.ABUSE):
        assert {f"hint.{hinted.value}", f"hint.{hinted.value}_nobody"} <= words.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_holds_the_story_and_the_ledgers(language: str) -> None:
    """RO-3: story, additions, recap, wish, what was tried, promises and spends, in the receiver's language."""
    summary = summarise(read_brief(ANSWER), WHY, LEDGERS)
    shown = summary_text(summary, language)
    assert (shown.language, shown.direction) == (language, "rtl" if language == "ar" else "ltr")
    wanted = (summary.story, summary.additions[0], summary.recap, summary.wish_detail, "Sent a voucher.", WHY.told)
    for part in (*wanted, "Call you {back}", "10.00 EUR", "a code of tomorrow: thing: something new"):
        assert part is not None
        assert part in shown.text
    assert "2026-03-02T13:00:00" not in shown.text
    assert "exchange" not in shown.text or language == "en"


@given(st.text(min_size=1), st.text(), st.sampled_from(LANGUAGES))
def test_the_story_is_in_it_byte_for_byte(narrative: str, note: str, language: str) -> None:
    """IN-6, RO-3: whatever the customer wrote, braces and control characters included."""
    brief = read_brief({**ANSWER, "narrative": narrative})
    shown = summary_text(summarise(brief, replace(WHY, note=note)), language)
    assert narrative in shown.text
    assert note in shown.text


def test_the_digest_is_of_what_is_told_not_of_the_language() -> None:
    """RO-4: the same summary read in Greek is the same summary; another word makes another one."""
    summary = summarise(read_brief(ANSWER), WHY, LEDGERS)
    assert summary.sha256 == summarise(read_brief(ANSWER), WHY, LEDGERS).sha256
    assert summary.sha256 != replace(summary, story=summary.story + " ").sha256
    assert summary.sha256 != summarise(read_brief(ANSWER), WHY).sha256


def test_what_a_rule_handed_over_says_what_the_customer_knows() -> None:
    """RO-5: the receiver reads whether the customer has been told, in their own language."""
    breached = summarise(read_brief(ANSWER), Circumstances(Reason.BREACHED_CLOCK, None, by_system=True))
    assert "Tell them first." in summary_text(breached, "en").text
    assert "Pirmiausia praneškite klientui." in summary_text(breached, "lt").text


@pytest.mark.parametrize(
    ("spoken", "case", "read"),
    [
        ({"lt", "en"}, "lt-LT", "lt"),
        ({"el", "en-GB"}, "lt", "en"),
        ({"el", "de"}, "en", "el"),
        ({"de"}, "ar", "en"),
        (set(), "lt", "en"),
    ],
)
def test_somebody_reads_in_a_language_that_they_speak(spoken: set[str], case: str, read: str) -> None:
    """RO-3: the customer's language where they speak it, so that all is in one; else English, else their own."""
    assert language_for(person(1, languages=frozenset(spoken)), case_language=case) == read


def test_a_ledgers_codes_are_words_and_what_is_not_said_is_a_dash() -> None:
    """RO-3: a receiver reads sentences."""
    words = catalogues().choose("en")
    reported = Line("conduct_open", {"level": "rude", "at": "2026-03-01"})
    assert spoken_line(reported, words) == "rude conduct was reported on 2026-03-01; not handled yet"
    written = Line("sanction_written_only", {"since": "2026-03-01", "until": ""})
    assert spoken_line(written, words) == "only in writing since 2026-03-01, until: –"


def test_a_line_whose_values_are_missing_is_shown_all_the_same() -> None:
    """RO-3: nothing that a ledger says is left out of a summary."""
    words = catalogues().choose("en")
    assert spoken_line(Line("promise_open", {"text": "Call you"}), words) == "promise open: text: Call you"
    assert spoken_line(Line("bare"), words) == "bare"


def _places(words: str) -> list[str]:
    return [part.partition("}")[0] for part in words.split("{")[1:]]
