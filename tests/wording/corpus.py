"""The labelled sentences in tests/data/wording: what agents write, and what in it should be found."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[1] / "data" / "wording"
PARTS = ("flawed", "clean", "flawed_again", "clean_again", "flawed_last", "clean_last", "clean_ordinary")
EVERY = 3
"""Every third sentence of a list is held out: looked at when the rules were done (docs/wording.md)."""
_MARK = re.compile(r"⟦([^|⟦⟧]*)\|([a-z-]+)⟧")


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be found, `end` exclusive."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text without its marks."""

    text: str
    expected: tuple[Expected, ...]
    held_out: bool


@cache
def corpus(language: str) -> tuple[Sentence, ...]:
    """The sentences of a language in the order of its file."""
    read = tomllib.loads((CORPUS / f"{language}.toml").read_text(encoding="utf-8"))
    return tuple(
        sentence(marked, held_out=number % EVERY == EVERY - 1)
        for part in PARTS
        for number, marked in enumerate(read[part])
    )


def sentence(marked: str, *, held_out: bool = False) -> Sentence:
    """A sentence whose ⟦words|rule⟧ should be found."""
    expected: list[Expected] = []
    text = ""
    done = 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        expected.append(Expected(mark[2], len(text), len(text) + len(mark[1])))
        text += mark[1]
        done = mark.end()
    text += marked[done:]
    if "⟦" in text or "⟧" in text:
        raise ValueError(f"a mark is not closed: {marked}")
    return Sentence(text, tuple(expected), held_out)
