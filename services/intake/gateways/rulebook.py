"""The wording rules of all languages, read once from their data files: a further language is one file more."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.intake.domain.wording.finding import Finding, Weight
from services.intake.domain.wording.guide import Guide
from services.intake.domain.wording.rule import Category, Kind, Part, Rule

RULES = Path(__file__).parent / "wording_rules"
_LISTS = ("examples", *(part.value for part in Part))


class MalformedRules(ValueError):
    """A file of rules that can't be used; its message names the file."""


def languages() -> tuple[str, ...]:
    """The languages that have rules, as primary subtags of BCP 47."""
    return tuple(sorted(path.stem for path in RULES.glob("*.toml")))


def language_of(tag: str) -> str | None:
    """The language whose rules hold for a BCP 47 tag (`en` for `en-GB`), None when there are none."""
    primary = tag.partition("-")[0].lower()
    return primary if primary in _known() else None


def findings_in(text: str, *, language: str) -> tuple[Finding, ...]:
    """What should not be said so, in the order of the text; `language` is BCP 47, another than ours finds nothing."""
    known = language_of(language)
    return () if known is None else guide(known).findings(text)


def read_all() -> None:
    """Read the rules of every language now, so that no request waits for it. Raises MalformedRules."""
    for language in languages():
        guide(language)


@cache
def guide(language: str) -> Guide:
    """The rules of one of `languages()`. Raises MalformedRules for a file that is not as the others are."""
    path = RULES / f"{language}.toml"
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        found = Guide(
            rules=[_rule(one) for one in read["rule"]],
            words=read.get("words", {}),
            prefixes=read.get("prefixes", ()),
            told=read.get("told", ()),
        )
        found.indexes  # noqa: B018 - read now, so that a malformed phrase names its file
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise MalformedRules(f"{path.name}: {error}") from error
    return found


@cache
def _known() -> frozenset[str]:
    return frozenset(languages())


def _rule(told: Mapping[str, Any]) -> Rule:
    given = {name: tuple(told[name]) for name in _LISTS if name in told}
    rest = {name: value for name, value in told.items() if name not in _LISTS}
    return Rule(
        **rest
        | given
        | {
            "category": Category(told["category"]),
            "weight": Weight(told["weight"]),
            "kind": Kind(told.get("kind", Kind.PHRASE)),
        }
    )
