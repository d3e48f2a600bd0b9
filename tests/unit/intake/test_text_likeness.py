"""How like two texts are, as rules over words and their frequencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.text_likeness import NEARLY_THE_SAME, Frequencies, Word, likeness, overlap, shared, telling

STEMS = st.sets(st.sampled_from("abcdefghij"), max_size=8)


def frequencies(texts: int = 1000, rarest: float = 0.01, **shares: float) -> Frequencies:
    return Frequencies(texts, [(stem, stem, share) for stem, share in shares.items()], rarest)


KNOWN = frequencies(a=1.0, b=0.9, c=0.5, d=0.2, e=0.1, f=0.05, g=0.02)


@given(one=STEMS, other=STEMS)
def test_likeness_is_symmetric_and_between_nothing_and_all(one: set[str], other: set[str]) -> None:
    """IN-21: from 0 to 1, the same both ways; a text is like itself, also where every text says the same."""
    like = likeness(one, other, KNOWN)
    assert 0 <= like <= 1
    assert like == likeness(other, one, KNOWN)
    assert likeness(one, one, KNOWN) == (1 if one else 0)


@given(one=STEMS, other=STEMS, word=st.sampled_from("cdefghij"))
def test_a_word_in_common_never_makes_less_alike(one: set[str], other: set[str], word: str) -> None:
    """IN-21: what both say can only bring them nearer."""
    assert likeness(one | {word}, other | {word}, KNOWN) >= likeness(one - {word}, other - {word}, KNOWN)


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    """IN-21: sharing what few say counts more than sharing what all say."""
    assert likeness({"g", "b"}, {"g", "c"}, KNOWN) > likeness({"b", "g"}, {"b", "f"}, KNOWN)
    assert shared([Word("bb", "b"), Word("gg", "g"), Word("zz", "z")], {"b", "g"}, KNOWN) == ["gg", "bb"]


@given(one=STEMS, other=STEMS)
def test_overlap_counts_each_word_alike(one: set[str], other: set[str]) -> None:
    """IN-21: from 0 to 1, the same both ways, 1 for the same words."""
    assert overlap(one, other) == overlap(other, one)
    assert 0 <= overlap(one, other) <= 1
    assert overlap(one, one) == (1 if one else 0)


def test_a_text_told_twice_overlaps_though_its_words_are_common_and_one_was_added() -> None:
    """IN-21: the one rare word that was added weighs more than all that is shared, yet it is the same text."""
    told, again = set("abc"), set("abcz")
    assert likeness(told, again, KNOWN) < NEARLY_THE_SAME <= overlap(told, again)


@pytest.mark.parametrize(
    ("lexeme", "stem", "beginning"),
    [("pristatymo", "pristatym", "pristatym"), ("παραγγελίας", "παραγγελι", "παραγγελ"), ("app", "app", "app")],
)
def test_forms_of_a_word_begin_alike(lexeme: str, stem: str, beginning: str) -> None:
    """IN-21: inflected languages are looked up by the beginning that word and stem share, unless it is short."""
    assert Word(lexeme, stem).beginning == beginning


@given(
    texts=st.integers(1000, 10**9),
    words=st.sets(st.text("abcdefg", min_size=1, max_size=8), max_size=60),
    rarest=st.floats(1e-6, 0.02),
)
def test_what_is_looked_for_is_bounded_whatever_the_text_and_however_many_there_are(
    texts: int, words: set[str], rarest: float
) -> None:
    """IN-21: so many words at most, and no more expected hits in the index than it reads in a moment."""
    known = frequencies(texts, rarest, **{word: min(1.0, rarest * (2 + len(word))) for word in sorted(words)[::2]})
    asked = [Word(word, word) for word in words]
    found = telling(asked, known)
    assert len(found.any) <= 24
    assert len(found.rare) <= 8
    assert sum(known.share(word) for word in found.rare) * texts <= 20_000
    assert {*found.any, *found.rare} <= set(asked)
