"""Empathy neither admits nor denies, in four languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.folding import fold
from services.intake.domain.liability import LiabilitySpoken, Stance, blame_in, insist_on_neither
from services.intake.domain.liability_phrases import PHRASES

ADMITS = {
    "en": (
        "It was our fault.",
        "It's all my mistake, I'm sorry.",
        "We take full responsibility.",
        "We made a terrible mistake.",
        "The fault is entirely ours.",
        "We are fully to blame.",
        "We accept liability for the damage.",
    ),
    "lt": (
        "Tai mūsų kaltė.",
        "Prisiimame visą atsakomybę.",
        "Mes suklydome.",
        "Esame kalti.",
        "Atsiprašome už mūsų klaidą.",
    ),
    "el": (
        "Ήταν δικό μας λάθος.",
        "Εμείς φταίμε.",
        "Αναλαμβάνουμε την πλήρη ευθύνη.",
        "Κάναμε λάθος.",
        "Το σφάλμα είναι δικό μας.",
    ),
    "ar": ("هذا خطؤنا", "نتحمل كامل المسؤولية", "لقد أخطأنا", "نحن المسؤولون", "نعترف بخطئنا", "الخطأ من جانبنا"),
}
DENIES = {
    "en": (
        "We're not responsible for what the courier does.",
        "This wasn't our fault.",
        "We can't accept any responsibility.",
        "It is your own fault.",
        "We did nothing wrong.",
        "That is not really our problem.",
    ),
    "lt": (
        "Mes nesame atsakingi už tai.",
        "Tai ne mūsų klaida.",
        "Jūs pats kaltas.",
        "Neprisiimame jokios atsakomybės.",
    ),
    "el": (
        "Δεν είμαστε υπεύθυνοι.",
        "Δεν φταίμε εμείς.",
        "Το λάθος ήταν δικό σας.",
        "Η ευθύνη δεν είναι δική μας.",
        "Δεν φέρουμε καμία ευθύνη.",
    ),
    "ar": ("لسنا مسؤولين عن ذلك", "لا نتحمل أي مسؤولية", "هذا ليس خطأنا", "هذا خطؤك أنت", "لا علاقة لنا بالأمر"),
}
EMPATHY = {
    "en": (
        "I can hear how upset you are, and I am sorry you had to wait.",
        "I am responsible for your case, and I will call you tomorrow.",
        "I take responsibility for finding out what happened.",
        "It does not matter whose fault it was; you had a bad day.",
        "I understand that the mistake on the bill worried you.",
    ),
    "lt": (
        "Suprantu, kaip jums buvo nemalonu, ir labai apgailestauju.",
        "Esame atsakingi už jūsų bylą ir rytoj paskambinsime.",
        "Matau, kad klaida sąskaitoje jus sujaudino.",
    ),
    "el": (
        "Καταλαβαίνω πόσο αναστατωμένη είστε και λυπάμαι πολύ.",
        "Βλέπω ότι το λάθος στον λογαριασμό σάς ανησύχησε.",
        "Λυπάμαι που περιμένατε τόση ώρα.",
    ),
    "ar": ("أتفهم مدى انزعاجكم وأنا آسف لما مررتم به", "أفهم أن الخطأ في الفاتورة أقلقكم", "آسف لأنكم انتظرتم طويلا"),
}


@pytest.mark.parametrize(
    ("language", "stance", "text"),
    [
        (language, stance, text)
        for stance, corpus in ((Stance.ADMITS, ADMITS), (Stance.DENIES, DENIES))
        for language, texts in corpus.items()
        for text in texts
    ],
)
def test_who_admits_or_denies_is_told_what_to_say_instead(language: str, stance: Stance, text: str) -> None:
    """IN-8: in each of the four languages, with the stretch and a better wording in that language."""
    (found,) = blame_in(f"  ☺ {text} ")
    assert (found.language, found.stance) == (language, stance)
    assert f"  ☺ {text} "[found.start : found.end].strip() != ""
    assert found.better == PHRASES[language].better
    with pytest.raises(LiabilitySpoken) as refused:
        insist_on_neither(text, pointer="/words")
    assert [one.pointer for one in refused.value.fields] == ["/words"]


@pytest.mark.parametrize("text", [text for texts in EMPATHY.values() for text in texts])
def test_empathy_may_be_spoken(text: str) -> None:
    """IN-8: hearing a feeling, and promising work, says nothing about blame."""
    assert blame_in(text) == ()


@pytest.mark.parametrize("language", PHRASES)
def test_the_better_wording_is_itself_fit_to_say(language: str) -> None:
    """IN-8: advice that the rule would refuse is no advice."""
    assert blame_in(PHRASES[language].better) == ()


def test_spelling_does_not_hide_a_phrase() -> None:
    """IN-8: case, accents, vowel signs, typographic apostrophes, line breaks, and a stretched Arabic word."""
    for text in (
        "IT WAS\nOUR   FAULT",
        "it wasn’t our fault",
        "tai musu klaida",
        "ΗΤΑΝ ΔΙΚΟ ΜΑΣ ΛΑΘΟΣ",
        "هٰذا خَطَؤُنَا",
        "خطـــؤنا",
    ):
        assert len(blame_in(text)) == 1, text


@given(some.text(max_size=200))
def test_folding_always_knows_the_way_back(text: str) -> None:
    """IN-8: whatever is said, a stretch of the folded text is a stretch of the text as it was sent."""
    folded = fold(text)
    assert len(folded.text) == len(folded.places)
    assert list(folded.places) == sorted(folded.places)
    if folded.text:
        start, end = folded.span(0, len(folded.text))
        assert 0 <= start < end <= len(text)


@given(before=some.text(max_size=30), after=some.text(max_size=30))
def test_a_phrase_is_found_wherever_it_stands(before: str, after: str) -> None:
    """IN-8: what stands around it, apart by punctuation, never hides it."""
    text = f"{before}. It was our fault. {after}"
    assert any("our fault" in text[one.start : one.end] for one in blame_in(text))
