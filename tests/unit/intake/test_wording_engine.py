"""How phrases are read and found: habits make no difference, near misses and others' words are left (IN-14)."""

from __future__ import annotations

import pytest

from services.intake.domain.wording.finding import Weight
from services.intake.domain.wording.folding import fold
from services.intake.domain.wording.guide import MOST, Guide
from services.intake.domain.wording.phrase import MalformedPhrase, PhraseReader
from services.intake.domain.wording.rule import Category, Kind, Rule
from services.intake.gateways.rulebook import findings_in


def guide_of(
    *say: str, unless: tuple[str, ...] = (), prefixes: tuple[str, ...] = (), told: tuple[str, ...] = ()
) -> Guide:
    """A guide of one rule."""
    rule = Rule(
        id="one",
        category=Category.JARGON,
        weight=Weight.WARN,
        why="why",
        better="better",
        examples=("example",),
        kind=Kind.PHRASE,
        say=say,
        unless=unless,
    )
    return Guide(rules=[rule], words={"we": "(i|we)"}, prefixes=prefixes, told=told)


def found(guide: Guide, text: str) -> list[str]:
    """The words that a guide finds."""
    return [text[one.start : one.end] for one in guide.findings(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("not my job", "It is NOT  my\n job!", ["NOT  my\n job"]),
        ("not my job", "not my jobs", []),
        (
            "based on [our] polic*",
            "Based on policies and based on our policy",
            ["Based on policies", "based on our policy"],
        ),
        ("based on [our] polic*", "based on your policy", []),
        (
            "$we (can't|cannot)",
            "We can’t or i cant or I cannot or we can`t",
            ["We can’t", "i cant", "I cannot", "we can`t"],
        ),
        ("hear <3> but", "I hear all of you but no", ["hear all of you but"]),
        ("hear <3> but", "I hear each and all of you but no", []),
        ("hear <3> but", "I hear you. But no", []),
        ("hear <3> / but", "I hear you. But no", ["hear you. But"]),
        ("dear sir ,", "Dear Sir, hello. Dear Sir John", ["Dear Sir"]),
        ("for this .", "Sorry for this. Sorry for this delay", ["for this"]),
        ("call centre", "the call-centre", ["call-centre"]),
    ],
)
def test_phrases_mean_what_the_guide_says(phrase: str, text: str, words: list[str]) -> None:
    """IN-14: endings, options, gaps, pauses, sentences, apostrophes, white space and case."""
    assert found(guide_of(phrase), text) == words


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    """IN-14: letters are wrapped."""
    assert found(guide_of("not my job"), "not\r\nmy\njob") == ["not\r\nmy\njob"]
    assert found(guide_of("not my job"), "not\n\nmy job") == []
    assert found(guide_of("not my job"), "not my\r\n \r\njob") == []


def test_prefixes_are_written_together() -> None:
    """IN-14: Arabic writes و, ال, ب with the next word; a word that stands alone takes none."""
    guide = guide_of("مدير*", "=اسف", prefixes=("و", "ال", "وال", "لل"))
    assert found(guide, "والمدير للمديرة مديرنا") == ["والمدير للمديرة مديرنا"]
    assert found(guide, "للأسف، آسف") == ["آسف"]


def test_marks_belong_to_their_letter() -> None:
    """IN-14: a span ends after the vowel sign or accent of its last letter, and offsets are those of the original."""
    assert found(guide_of("ليس عملي"), "هَٰذَا لَيْسَ عَمَلِيٌّ.") == ["لَيْسَ عَمَلِيٌّ"]
    decomposed = "το συ\u0301στημα\u0301 ok"
    assert found(guide_of("σύστημα"), decomposed) == ["συ\u0301στημα\u0301"]


def test_what_folds_longer_keeps_its_place() -> None:
    """IN-14: ß, ligatures and dropped characters before a phrase don't move it."""
    text = "Straße ﬁne İ\u00ad\u200d … " * 300 + "not my job"
    assert found(guide_of("not my job"), text) == ["not my job"]


@pytest.mark.parametrize(
    "text",
    [
        'You wrote "not my job" to us',
        "You wrote “that is not my job” to us",
        "Rašėte „not my job“ mums",
        "«not my job»",
        "He said 'it's not my job' there",
        "> not my job\nis what you got",
    ],
)
def test_quoted_words_are_somebody_elses(text: str) -> None:
    """IN-14: the customer may say what we may not."""
    assert found(guide_of("not my job"), text) == []
    assert found(guide_of("not my job"), text + " not my job") == ["not my job"]


def test_an_apostrophe_is_no_quotation_mark() -> None:
    """IN-14: between two apostrophes there is our own text."""
    assert found(guide_of("not my job"), "The customers' not my job, isn't it") == ["not my job"]


def test_what_somebody_told_is_theirs_in_the_same_sentence() -> None:
    """IN-14: "you were told that ..." reports."""
    guide = guide_of("not my job", told=("you were told",))
    assert found(guide, "You were told that it is not my job") == []
    assert found(guide, "You were told. It is not my job") == ["not my job"]


def test_an_exception_is_what_overlaps() -> None:
    """IN-14: "the system is down" is one thing, "down the hall" another."""
    guide = guide_of("system is down", unless=("down the hall",))
    assert found(guide, "The system is down the hall. The system is down.") == ["system is down"]


@pytest.mark.parametrize(
    "text",
    [
        "The self-service system is down the hall on your left.",
        "Our policy protects you.",
        "Your insurance policy covers it.",
        "We can't thank you enough.",
        "You don't need to apologise, we were wrong.",
        "Your card XXXX-4417 was refunded.",
        "It is 100% safe, see [1] and [sic].",
    ],
)
def test_near_misses_are_left(text: str) -> None:
    """IN-14: a check that cries wolf is switched off."""
    assert findings_in(text, language="en") == ()


SLOTS = ("{name}", "{{ name }}", "${x}", "[NAME]", "[your name]", "<<x>>", "%s", "XXX", "___", "%NAME%", "{}")


@pytest.mark.parametrize("slot", SLOTS)
def test_unfilled_slots_are_found_in_every_language(slot: str) -> None:
    """IN-13, IN-14: whatever template language they come from."""
    for language in ("en", "ar", "lt", "el"):
        (finding,) = findings_in(f"… {slot} …", language=language)
        assert (finding.rule, finding.weight, finding.end - finding.start) == ("placeholder", Weight.REFUSE, len(slot))


def test_a_second_apology_is_found_and_the_first_is_not() -> None:
    """IN-14, IN-16: one sincere apology."""
    text = "I am sorry that it broke. It is fixed. I apologise for the noise. I'm sorry for the dust."
    found = [(one.rule, text[one.start : one.end]) for one in findings_in(text, language="en")]
    assert found == [("repeated-apology", "I apologise"), ("repeated-apology", "I'm sorry")]


def test_no_warning_hides_what_refuses() -> None:
    """IN-13, IN-14: a slot in a canned greeting is still refused."""
    rules = {one.rule for one in findings_in("Dear {customer}, hello.", language="en")}
    assert "placeholder" in rules


def test_findings_are_bounded() -> None:
    """IN-14: an answer stays small."""
    assert len(findings_in("{a} " * 5_000, language="en")) == MOST


@pytest.mark.parametrize(
    "source", ["", "(a|b", "a)", "a||b", "[a]", "<3> a", ". a", "$no", "a{2}", "(a [b|])", "([a]) b"]
)
def test_a_malformed_phrase_is_refused(source: str) -> None:
    """IN-14: when the rules are read, not when a customer waits."""
    with pytest.raises(MalformedPhrase):
        PhraseReader({}).read(source)


def test_fragments_that_use_themselves_are_refused() -> None:
    """IN-14: no phrase is without end."""
    with pytest.raises(MalformedPhrase, match="too deeply"):
        PhraseReader({"a": "x $b", "b": "y $a"}).read("$a")


def test_folding_is_the_same_for_all() -> None:
    """IN-14: what differs only by habit is equal."""
    assert fold("ΣΎΣΤΗΜΑ ς").text == fold("σύστημα σ").text
    assert fold("Ąžuolas").text == fold("azuolas").text
    assert fold("مُدِيرُ الـشّركة إلى").text == fold("مدير الشركه الي").text
