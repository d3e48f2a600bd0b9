"""What always holds of the wording check, whatever the text (IN-14)."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.gateways.rulebook import findings_in, guide
from tests.wording.corpus import Sentence, corpus

LANGUAGES = ("ar", "el", "en", "lt")
PIECES = [
    *(piece for language in LANGUAGES for one in corpus(language) for piece in one.text.split(" ")),
    *("{", "}", "[", "]", "<<", ">>", '"', "“", "”", "'", "’", "\n", "\n\n", "> ", "\u0301", "\u064b", "\u00ad", "😀"),
    *("\r\n", "\t", "ﷺ", "ß", "İ", "ﬁ", "\u200d", "\u202e", ".", ",", ";", "·", "؟", "XXX", "%s"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.text(max_size=200)
SPOKEN = st.sampled_from(LANGUAGES)
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


def rules_in(text: str, language: str) -> list[str]:
    """The rules that a text breaks, in its order."""
    return [one.rule for one in findings_in(text, language=language)]


@given(text=TEXTS, language=SPOKEN)
def test_spans_lie_in_the_text_and_in_order(text: str, language: str) -> None:
    """IN-14: start and end are offsets of the text as sent, and what they hold is not empty."""
    found = findings_in(text, language=language)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip()
    assert [one.start for one in found] == sorted(one.start for one in found)


@given(text=TEXTS, language=SPOKEN)
def test_the_same_text_gives_the_same_answer(text: str, language: str) -> None:
    """IN-14: whatever was checked before."""
    first = findings_in(text, language=language)
    for other in LANGUAGES:
        findings_in(text[::-1], language=other)
    assert findings_in(text, language=language) == first


@given(text=TEXTS, language=SPOKEN, blank=st.text(alphabet=" \t\n\r\u00a0", max_size=5))
def test_white_space_at_the_end_changes_nothing(text: str, language: str, blank: str) -> None:
    """IN-14: an editor may leave some."""
    assert findings_in(text + blank, language=language) == findings_in(text, language=language)


@given(text=TEXTS, language=st.text(max_size=12))
def test_any_language_is_answered(text: str, language: str) -> None:
    """IN-14: a language that we don't have finds nothing."""
    primary = language.partition("-")[0].lower()
    assert primary in LANGUAGES or findings_in(text, language=language) == ()


def sentences(*languages: str) -> list[tuple[str, Sentence]]:
    """Every sentence of these languages."""
    return [(language, one) for language in languages for one in corpus(language)]


def unmarked(text: str) -> str:
    """Without accents, ogoneks, vowel signs."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")


def is_arabic(char: str) -> bool:
    """Whether it is a letter that takes vowel signs."""
    return "\u0620" <= char <= "\u064a"


HABITS: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "no marks": (unmarked, ("ar", "el", "lt")),
    "decomposed": (lambda text: unicodedata.normalize("NFD", text), LANGUAGES),
    "typographic apostrophes": (lambda text: text.replace("'", "’"), ("en", "lt", "el")),
    "double spaces": (lambda text: text.replace(" ", "  "), LANGUAGES),
    "wrapped lines": (lambda text: text.replace(" ", "\n") if "\n" not in text else text, LANGUAGES),
    "tatweel": (lambda text: text.replace("لل", "لـل"), ("ar",)),
    "every vowel sign": (
        lambda text: "".join(char + "\u064e" if "\u0620" <= char <= "\u064a" else char for char in text),
        ("ar",),
    ),
    "soft hyphens": (lambda text: text.replace("ti", "t\u00adi"), ("en",)),
}


@pytest.mark.parametrize("habit", HABITS)
def test_writers_habits_find_the_same_rules(habit: str) -> None:
    """IN-14: diacritics left out or written in full, apostrophes, white space: the same rules in every sentence."""
    change, languages = HABITS[habit]
    changed = [
        (one.text, rules_in(one.text, language), found)
        for language, one in sentences(*languages)
        if (found := rules_in(change(one.text), language)) != rules_in(one.text, language)
        # In "> quoted" a wrapped line is our own again.
        and not (habit == "wrapped lines" and ">" in one.text)
    ]
    assert changed == []


def test_capital_letters_find_the_same_rules() -> None:
    """IN-14: capitals lose the accents of Greek and its final sigma; slots are told by capitals, so they may differ."""
    for language, one in sentences("el", "en", "lt"):
        shouted = [rule for rule in rules_in(one.text.upper(), language) if rule != "placeholder"]
        assert shouted == [rule for rule in rules_in(one.text, language) if rule != "placeholder"], one.text


@given(one=st.sampled_from(sentences("ar")), data=st.data())
@settings(max_examples=50)
def test_vowel_signs_anywhere_change_nothing(one: tuple[str, Sentence], data: st.DataObject) -> None:
    """IN-14: Arabic is written with some, all or none of them."""
    language, sentence = one
    signs = data.draw(st.lists(st.sampled_from(["", *MARKS]), min_size=len(sentence.text), max_size=len(sentence.text)))
    signed = "".join(
        char + (sign if "\u0620" <= char <= "\u064a" else "") for char, sign in zip(sentence.text, signs, strict=True)
    )
    assert rules_in(signed, language) == rules_in(sentence.text, language)


def heads_of(language: str) -> list[str]:
    """Words that begin phrases, and so cost most."""
    return [word for one in corpus(language) for word in one.text.split()][:200]


HOSTILE: dict[str, Callable[[str], str]] = {
    "the words that begin phrases": lambda language: " ".join(heads_of(language)),
    "one such word": lambda language: heads_of(language)[0] + " ",
    "without any space": lambda language: "".join(heads_of(language)),
    "apologies": lambda _: "sorry ",
    "we cannot": lambda _: "we cannot ",
    "I hear": lambda _: "i hear you ",
    "quotation marks": lambda _: "\"“„«' ",
    "a quotation that never ends": lambda _: "«a ",
    "blank lines": lambda _: "a\n \n",
    "brackets": lambda _: "[name ",
    "open braces": lambda _: "{",
    "percent signs": lambda _: "%(a",
    "combining marks": lambda _: "a" + "\u0301" * 50,
    "one long word": lambda _: "policy",
    "spaces": lambda _: " " * 50 + "a",
    "the capital letter X": lambda _: "xX",
    "greater-than signs": lambda _: "\n   >",
    "letters that fold longer": lambda _: "ﷺﬁßİ",
}


def seconds(language: str, text: str) -> float:
    """The least of a few runs, in time of this thread."""
    taken = []
    for _ in range(4):
        begun = time.thread_time()
        guide(language).findings(text)
        taken.append(time.thread_time() - begun)
    return min(taken)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_more_than_its_length(name: str) -> None:
    """IN-14: four times the text takes about four times as long, not sixteen, and no kind of text much longer."""
    for language in LANGUAGES:
        piece = HOSTILE[name](language)
        short, long = ((piece * (length // len(piece) + 1))[:length] for length in (5_000, 20_000))
        natural = " ".join(one.text for one in corpus(language))[:5_000]
        usual = seconds(language, natural)
        assert seconds(language, long) < 9 * max(seconds(language, short), usual / 4), language
        assert seconds(language, short) < 12 * usual, language
