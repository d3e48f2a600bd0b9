"""How a person is called by name in Lithuanian and Greek, which have a case for it (IN-4).

Only common endings, and only where the name looks like one of the language: when unsure it stays as given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_LITHUANIAN = re.compile(r"[a-pr-vyząčęėįšųūž’'-]+", re.IGNORECASE)
"""Its alphabet has no q, w and x."""
_FOREIGN = re.compile(r"([a-zž])\1|\bch|th|ph|sh|ck|ou|y[aeou]", re.IGNORECASE)
"""Spellings that Lithuanian names don't have: Thomas and Harris stay as they are."""
_LITHUANIAN_ENDINGS = (("as", "ai"), ("is", "i"), ("ys", "y"), ("us", "au"), ("ė", "e"))
"""Jonas - Jonai, Petraitis - Petraiti, Stasys - Stasy, Paulius - Pauliau, Eglė - Egle; Ona stays."""
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff’'-]+")
_GREEK_SYLLABLE = re.compile(r"ι?(?:ου|αι|ει|οι|υι|αυ|ευ|ηυ|[αεηιουω])")
_SHORTEST = 4


def vocative(name: str, *, language: str) -> str:
    """The name as its bearer is called; `language` is BCP 47. In other languages, and when unsure, as given."""
    match language.split("-")[0].lower():
        case "lt" if not _FOREIGN.search(name):
            return _all(name, _LITHUANIAN, _lithuanian)
        case "el":
            return _all(name, _GREEK, _greek)
        case _:
            return name


def _all(name: str, script: re.Pattern[str], called: Callable[[str], str]) -> str:
    """Every word of the name, or none: half a name in the vocative is worse than none."""
    words = unicodedata.normalize("NFC", name).split()
    if not all(script.fullmatch(word) for word in words):
        return name
    return " ".join(called(word) for word in words)


def _lithuanian(word: str) -> str:
    for ending, called in _LITHUANIAN_ENDINGS:
        if len(word) >= _SHORTEST and word.endswith(ending) and not word.endswith("jas"):
            return word.removesuffix(ending) + called
    return word


def _greek(word: str) -> str:
    """-ης and -ας lose their ς; so does -ος of two syllables or in -άκος (Γιώργο), else it becomes -ε (Αλέξανδρε)."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    if len(bare) < _SHORTEST or not bare.endswith(("ης", "ας", "ος")):
        return word
    if bare.endswith("ος") and word.endswith("ος"):
        short = len(_GREEK_SYLLABLE.findall(bare.lower())) <= 2 or bare.endswith("ακος")
        return word[:-1] if short else word[:-2] + "ε"
    return word if bare.endswith("ος") else word[:-1]
