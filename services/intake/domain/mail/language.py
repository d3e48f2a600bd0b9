"""In which language a message is: what its header says, else its letters, else its commonest words."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-[A-Za-z]{2})?")
_SCRIPTS = {"ar": re.compile("[\u0620-\u064a]"), "el": re.compile("[\u03b1-\u03ce\u0391-\u03a9]")}
_LETTERS = re.compile(r"[^\W\d_]")
_LITHUANIAN = re.compile(r"[ąčęėįšųūž]", re.IGNORECASE)
_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        [
            "the",
            "and",
            "is",
            "was",
            "to",
            "of",
            "in",
            "not",
            "for",
            "you",
            "have",
            "i",
            "my",
            "it",
            "that",
            "this",
            "with",
            "but",
        ]
    ),
    "lt": frozenset(
        [
            "ir",
            "yra",
            "buvo",
            "į",
            "ne",
            "nuo",
            "kad",
            "aš",
            "jūs",
            "bet",
            "su",
            "dėl",
            "man",
            "mano",
            "tai",
            "labas",
            "diena",
            "ačiū",
            "prašau",
            "negavau",
        ]
    ),
}
_LOOKED_AT = 5000
_ENOUGH = 2


def language_of(text: str, *, said: str, default: str) -> str:
    """A BCP 47 tag. `said` is the Content-Language field, which holds where it names one language."""
    tag = said.split(",")[0].strip()
    if _TAG.fullmatch(tag) and "," not in said:
        head, *rest = tag.split("-")
        return "-".join([head.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])
    sample = text[:_LOOKED_AT]
    letters = len(_LETTERS.findall(sample))
    for language, script in _SCRIPTS.items():
        if letters and len(script.findall(sample)) * 2 > letters:
            return language
    words = re.findall(r"[^\W\d_]+", sample.lower())
    counts = {language: sum(word in common for word in words) for language, common in _WORDS.items()}
    counts["lt"] += len(_LITHUANIAN.findall(sample))
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _ENOUGH else default
