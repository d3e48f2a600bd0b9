"""What an apology must not say, and what it may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.intake.domain.justification import justifications
from services.intake.domain.justification_phrases import PHRASES, Flaw
from services.intake.domain.wording.finding import Weight

JUSTIFYING: dict[str, tuple[str, str, Flaw]] = {
    "but": ("en", "I am sorry about the coat, but we had many orders.", Flaw.TAKEN_BACK),
    "however opens the next sentence": ("en", "We are sorry. However, it was Friday.", Flaw.TAKEN_BACK),
    "however behind a dash": ("en", "We are sorry. -- However, it was Friday.", Flaw.TAKEN_BACK),
    "however after a row of dots": ("en", "We are sorry.\n---\nHowever, it was Friday.", Flaw.TAKEN_BACK),
    "because our": ("en", "We apologise because our courier was ill.", Flaw.EXCUSED),
    "high volume": ("en", "Sorry for the wait due to high volume.", Flaw.EXCUSED),
    "busy": ("en-GB", "We're sorry, it has been very busy here.", Flaw.EXCUSED),
    "policy": ("en", "Sorry, that is our policy.", Flaw.EXCUSED),
    "you should have": ("en", "I'm sorry, you should have called us.", Flaw.BLAMES),
    "you didn't tell": ("en", "I’m sorry you didn’t tell us.", Flaw.BLAMES),
    "if you feel": ("en", "We are sorry if you were offended.", Flaw.DOUBTS),
    "you feel that way": ("en", "We are sorry you feel that way.", Flaw.DOUBTS),
    "any inconvenience": ("en", "We apologise for any inconvenience.", Flaw.DOUBTS),
    "no apology at all": ("en", "It was late, but it did come.", Flaw.TAKEN_BACK),
    "another language than the complaint's": ("lt", "We are sorry, but we were busy.", Flaw.TAKEN_BACK),
    "bet": ("lt", "Atsiprašome, bet turėjome daug užsakymų.", Flaw.TAKEN_BACK),
    "tačiau": ("lt", "Atsiprašome. Tačiau buvo penktadienis.", Flaw.TAKEN_BACK),
    "nes mūsų": ("lt", "Atsiprašome, nes mūsų kurjeris sirgo.", Flaw.EXCUSED),
    "didelis srautas": ("lt", "Atsiprašome dėl vėlavimo dėl didelio užsakymų srauto.", Flaw.EXCUSED),
    "turėjote": ("lt", "Apgailestaujame, turėjote paskambinti anksčiau.", Flaw.BLAMES),
    "jei jautėtės": ("lt", "Atsiprašome, jei jautėtės įžeista.", Flaw.DOUBTS),
    "αλλά": ("el", "Ζητούμε συγγνώμη, αλλά είχαμε πολλές παραγγελίες.", Flaw.TAKEN_BACK),
    "όμως": ("el", "Λυπούμαστε. Όμως ήταν Παρασκευή.", Flaw.TAKEN_BACK),
    "λόγω": ("el", "Συγγνώμη για την αναμονή λόγω αυξημένης κίνησης.", Flaw.EXCUSED),
    "θα έπρεπε": ("el", "Λυπάμαι, θα έπρεπε να μας είχατε τηλεφωνήσει.", Flaw.BLAMES),
    "αν νιώσατε": ("el", "Ζητούμε συγγνώμη αν νιώσατε άσχημα.", Flaw.DOUBTS),
    "لكن": ("ar", "نعتذر عن التأخير، ولكن كان لدينا طلبات كثيرة.", Flaw.TAKEN_BACK),
    "إلا أن": ("ar", "نحن آسفون. إلا أن اليوم كان الجمعة.", Flaw.TAKEN_BACK),
    "ضغط العمل": ("ar", "نعتذر عن التأخير بسبب ضغط العمل.", Flaw.EXCUSED),
    "كان يجب": ("ar", "آسف، كان يجب أن تتصلوا بنا.", Flaw.BLAMES),
    "إذا شعرتم": ("ar", "نعتذر إذا شعرتم بالإساءة.", Flaw.DOUBTS),
}
SINCERE = {
    "what for": ("en", "I am sorry that a green coat came and that nobody called you back."),
    "had to wait": ("en", "We apologise: you had to wait, and you could not reach us."),
    "never got": ("en", "We are sorry that you never got an answer and did not hear from us."),
    "nothing but": ("en", "We are sorry; you met nothing but trouble, and not one but two wrong coats."),
    "our mistake": ("en", "We are sorry for the wait, which was due to our mistake."),
    "reasons elsewhere": ("en", "We are sorry that it came late. The courier had been ill because of the storm."),
    "later but": ("en", "We are sorry. A courier comes today. It may rain, but he comes."),
    "laukti": ("lt", "Atsiprašome, kad turėjote laukti ir kad niekas jums nepaskambino."),
    "vėlavimas": ("lt", "Atsiprašome dėl didelio vėlavimo. Bet kada galite skambinti."),
    "περιμένετε": ("el", "Ζητούμε συγγνώμη που έπρεπε να περιμένετε και που ήρθε λάθος παλτό."),
    "الانتظار": ("ar", "نعتذر لأنكم انتظرتم طويلًا ولأن المعطف وصل متأخرًا."),
    "another language": ("fr", "Toutes nos excuses, mais nous étions débordés."),
}


@pytest.mark.parametrize("name", JUSTIFYING)
def test_what_justifies_is_found_with_something_better(name: str) -> None:
    """IN-16: taken back, excused, blaming or in doubt, in four languages, each with why and a better wording."""
    language, text, flaw = JUSTIFYING[name]
    found = justifications(text, language=language)
    assert flaw.value in [one.rule for one in found]
    for one in found:
        assert one.weight is Weight.REFUSE
        assert one.why
        assert one.better
        assert text[one.start : one.end].strip() == text[one.start : one.end] != ""


@pytest.mark.parametrize("name", SINCERE)
def test_a_sincere_apology_passes(name: str) -> None:
    """IN-16: naming what happened is no justification, and reasons may stand outside the apology."""
    language, text = SINCERE[name]
    assert justifications(text, language=language) == ()


@pytest.mark.parametrize("language", PHRASES)
def test_a_better_wording_is_itself_sincere(language: str) -> None:
    """IN-16: what is advised would pass."""
    for way in PHRASES[language].ways.values():
        assert justifications(way.better, language=language) == ()


@given(some.text(), some.sampled_from(["en", "lt", "el", "ar"]), some.text())
def test_spans_are_of_the_text_as_it_was_sent(before: str, language: str, after: str) -> None:
    """IN-16: whatever stands around it, a span holds the phrase."""
    sentence = {
        "en": "Sorry, but no.",
        "lt": "Atsiprašome, tačiau ne.",
        "el": "Συγγνώμη, αλλά όχι.",
        "ar": "نعتذر، لكن لا.",
    }[language]
    word = {"en": "but", "lt": "tačiau", "el": "αλλά", "ar": "لكن"}[language]
    text = f"{before}\n{sentence}\n{after}"
    assert word in [text[one.start : one.end] for one in justifications(text, language=language)]
