"""The files of rules: the same rules in every language, each with examples that it finds (IN-14)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from services.intake.domain.wording.finding import Weight, WordingRefused, insist
from services.intake.gateways import rulebook
from services.intake.gateways.rulebook import MalformedRules, findings_in, guide

LANGUAGES = ("ar", "el", "en", "lt")
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "el": r"[\u0370-\u03ff\u1f00-\u1fff]", "en": r"[A-Za-z]", "lt": r"[A-Za-zĄ-ž]"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_rules(language: str) -> None:
    """IN-14: a rule means the same everywhere: id, order, category, kind and weight."""
    told = [(rule.id, rule.category, rule.kind, rule.weight) for rule in guide(language).rules]
    assert told == [(rule.id, rule.category, rule.kind, rule.weight) for rule in guide("en").rules]


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_and_better_are_in_the_language_of_the_text(language: str) -> None:
    """IN-14: whoever writes Greek reads Greek."""
    for rule in guide(language).rules:
        for said in (rule.why, rule.better):
            letters = re.findall(r"[^\W\d_]", said)
            ours = re.findall(SCRIPTS[language], said)
            assert len(ours) > 0.8 * len(letters), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_finds_its_examples_and_no_other_does(language: str) -> None:
    """IN-14: an example is the shortest documentation of a rule."""
    wrong = [
        (rule.id, example, found)
        for rule in guide(language).rules
        for example in rule.examples
        if (found := {one.rule for one in findings_in(example, language=language)}) != {rule.id}
    ]
    assert wrong == []
    assert all(rule.examples for rule in guide(language).rules)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worst_is_refused_and_most_only_warned_of(language: str) -> None:
    """IN-14, IN-13: an unfilled placeholder never goes out."""
    refused = {rule.id for rule in guide(language).rules if rule.weight is Weight.REFUSE}
    assert refused == {"based-on-policy", "not-my-job", "hear-you-but", "not-saying-that", "placeholder"}


def test_what_refuses_is_raised_and_what_warns_is_returned() -> None:
    """IN-14: callers get warnings, or one error that names everything that refuses."""
    warnings = insist(findings_in("We can't do that.", language="en"), pointer="/text")
    assert [one.rule for one in warnings] == ["cannot"]
    with pytest.raises(WordingRefused) as refused:
        insist(findings_in("Dear {name}, that is not my job. We can't do that.", language="en"), pointer="/text")
    assert len(refused.value.fields) == 2


def test_a_further_language_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-14: nothing but the file names it."""
    text = (rulebook.RULES / "en.toml").read_text(encoding="utf-8")
    (tmp_path / "mt.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(rulebook, "RULES", tmp_path)
    for remembered in (rulebook.guide, rulebook._known):
        remembered.cache_clear()
    try:
        assert rulebook.languages() == ("mt",)
        assert findings_in("That's not my job.", language="mt-MT")
        assert findings_in("That's not my job.", language="en") == ()
    finally:
        for remembered in (rulebook.guide, rulebook._known):
            remembered.cache_clear()


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ('say = ["(open"]', "open bracket"),
        ('say = ["<2> word"]', "must begin with a word"),
        ('weight = "scold"', "scold"),
    ],
)
def test_a_mistake_names_its_file(broken: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN-14: whoever adds a rule sees where the mistake is."""
    rule = {"weight": 'weight = "warn"', "say": 'say = ["word"]'} | {broken.split(" ")[0]: broken}
    head = '[[rule]]\nid = "one"\ncategory = "jargon"\nwhy = "w"\nbetter = "b"\nexamples = ["e"]\n'
    (tmp_path / "xx.toml").write_text(head + "\n".join(rule.values()), encoding="utf-8")
    monkeypatch.setattr(rulebook, "RULES", tmp_path)
    with pytest.raises(MalformedRules, match=re.escape(what)) as raised:
        guide("xx")
    assert "xx.toml" in str(raised.value)


def test_rule_files_have_nothing_but_what_is_read() -> None:
    """A misspelt key would be silently without effect."""
    for language in LANGUAGES:
        read = tomllib.loads((rulebook.RULES / f"{language}.toml").read_text(encoding="utf-8"))
        assert set(read) <= {"rule", "words", "prefixes", "told"}
