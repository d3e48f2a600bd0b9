"""Which records look like one person, and how strongly."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.customer_match import MatchReason, MatchStrength, Traits, match, reasons, strength
from services.intake.domain.name_likeness import Alike, Name, alike, distance, near

NOBODY = Traits(
    email=None, mailbox=None, phone=None, account_number=None, username=None, address=None, name=Name((), ())
)
ID = UUID("01900000-0000-7000-8000-000000000001")
WORDS = st.lists(st.text("abdeikmnoprst", min_size=1, max_size=9), max_size=4)


def name(words: str, sounds: str = "") -> Name:
    return Name(tuple(words.split()), tuple(sounds.split()))


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (name("ona jonaitiene"), name("jonaitiene ona"), Alike.SAME),
        (name("ona jonaitiene"), name("ona jonatiene"), Alike.SIMILAR),
        (name("jonas petraitis"), name("jonas petriatis"), Alike.SIMILAR),
        (name("jonas petraitis"), name("jonas marius petraitis"), Alike.SIMILAR),
        (name("γιωργοσ παπαδοπουλοσ", "grgs pdpls"), name("giorgos papadopoulos", "grgs pdpls"), Alike.SIMILAR),
        (name("μαρια νικολαου", "mr nkl"), name("maria nicolaou", "mr nkl"), Alike.SIMILAR),
        (name("محمد الخطيب", "mhmd htb"), name("mohamed al khateeb", "mhmd htb"), Alike.SIMILAR),
        (name("βασιλησ αλεξιου", "vsls lks"), name("basilis alexiou", "bsls lks"), Alike.SIMILAR),
        (name("ona"), name("ono"), Alike.DIFFERENT),
        (name("jonas petraitis"), name("petras jonaitis"), Alike.DIFFERENT),
        (name("jonas"), name("jonas petraitis"), Alike.DIFFERENT),
        (name("ona li"), name("ana li"), Alike.DIFFERENT),
        (name(""), name(""), Alike.DIFFERENT),
    ],
)
def test_names_are_compared_by_words_spelling_and_sound(one: Name, other: Name, how: Alike) -> None:
    """IN-3: order, accents (folded before), small slips and other scripts don't matter; short or single words do."""
    assert alike(one, other) is how
    assert alike(other, one) is how


@given(WORDS, WORDS)
def test_likeness_of_names_is_mutual(one: list[str], other: list[str]) -> None:
    """IN-3: who looks like somebody is looked like."""
    assert alike(Name(tuple(one), ()), Name(tuple(other), ())) is alike(Name(tuple(other), ()), Name(tuple(one), ()))


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_counts_the_slips(one: str, other: str, third: str) -> None:
    """IN-3: nothing for the same, the same both ways, at most the length."""
    assert distance(one, one) == 0
    assert distance(one, other) == distance(other, one) <= max(len(one), len(other))
    assert (distance(one, other) == 0) is (one == other)
    assert distance(one + third, other + third) <= distance(one, other)


def test_a_neighbour_swapped_is_one_slip() -> None:
    """IN-3."""
    assert distance("petraitis", "petriatis") == 1
    assert distance("", "ona") == 3


@given(st.text("bdfgk", min_size=3, max_size=6), st.text("bdfgk", min_size=2, max_size=7))
def test_near_sounds_are_exactly_those_one_slip_away(sound: str, other: str) -> None:
    """IN-3: the index is asked for every name that the rule would accept, and for no other."""
    assert (other in near(sound)) is (distance(sound, other) <= 1)


@pytest.mark.parametrize(
    ("found", "how"),
    [
        ({MatchReason.SAME_EMAIL}, MatchStrength.STRONG),
        ({MatchReason.SAME_ACCOUNT_NUMBER}, MatchStrength.STRONG),
        ({MatchReason.SAME_USERNAME}, MatchStrength.STRONG),
        ({MatchReason.SIMILAR_EMAIL}, MatchStrength.LIKELY),
        ({MatchReason.SAME_PHONE}, MatchStrength.LIKELY),
        ({MatchReason.SAME_PHONE, MatchReason.SIMILAR_NAME}, MatchStrength.STRONG),
        ({MatchReason.SAME_ADDRESS}, MatchStrength.WEAK),
        ({MatchReason.SAME_NAME}, MatchStrength.WEAK),
        ({MatchReason.SIMILAR_NAME}, MatchStrength.WEAK),
        ({MatchReason.SAME_ADDRESS, MatchReason.SAME_NAME}, MatchStrength.LIKELY),
    ],
)
def test_reasons_together_weigh_more(found: set[MatchReason], how: MatchStrength) -> None:
    """IN-3: a name alone is weak; a second reason lifts by a step."""
    assert strength(found) is how


@given(st.sets(st.sampled_from(MatchReason), min_size=1), st.sampled_from(MatchReason))
def test_another_reason_never_weakens(found: set[MatchReason], more: MatchReason) -> None:
    """IN-3."""
    rank = list(MatchStrength).index
    assert rank(strength(found | {more})) <= rank(strength(found))


def test_what_is_not_known_is_nothing_in_common() -> None:
    """IN-3: two records without a phone don't share one; a birthday or a city is no reason at all."""
    assert match(ID, NOBODY, NOBODY) is None
    one = replace(NOBODY, email="ona.j@example.lt", mailbox="onaj@example.lt", phone="+37061234567")
    other = replace(NOBODY, email="onaj+shop@example.lt", mailbox="onaj@example.lt", phone="+37061234567")
    assert reasons(one, other) == (MatchReason.SIMILAR_EMAIL, MatchReason.SAME_PHONE)
    assert reasons(one, one) == (MatchReason.SAME_EMAIL, MatchReason.SAME_PHONE)
