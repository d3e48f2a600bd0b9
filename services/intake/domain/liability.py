"""Empathy neither admits nor denies: words that acknowledge a feeling leave the blame to the facts (IN-8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.intake.domain.folding import fold
from services.intake.domain.liability_phrases import PHRASES
from shared.kernel.errors import FieldError, Invalid


class Stance(StrEnum):
    """What a phrase says about who is to blame."""

    ADMITS = "admits_liability"
    DENIES = "denies_liability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """A phrase about the blame; `start` and `end` count code points of the text as it was sent, `end` exclusive."""

    start: int
    end: int
    stance: Stance
    language: str
    why: str
    better: str


class LiabilitySpoken(Invalid):
    slug = "liability-spoken"
    title = "An acknowledgement neither admits nor denies that we are to blame"


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


# What denies is looked for first: "not our fault" holds "our fault".
_RULES = tuple(
    (language, stance, _compiled(patterns))
    for language, phrases in PHRASES.items()
    for stance, patterns in ((Stance.DENIES, phrases.denies), (Stance.ADMITS, phrases.admits))
)


def blame_in(text: str) -> tuple[Blame, ...]:
    """The phrases that admit or deny, in the order of the text, whichever of the four languages it is in."""
    return tuple(sorted(_found(text), key=lambda one: (one.start, one.end)))


def _found(text: str) -> Iterator[Blame]:
    folded = fold(text)
    taken: list[tuple[int, int]] = []
    for language, stance, pattern in _RULES:
        for match in pattern.finditer(folded.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            start, end = folded.span(*match.span())
            phrases = PHRASES[language]
            yield Blame(start=start, end=end, stance=stance, language=language, why=phrases.why, better=phrases.better)


def insist_on_neither(text: str, *, pointer: str) -> None:
    """Raise LiabilitySpoken, naming each phrase with a better wording, for words that admit or deny."""
    found = blame_in(text)
    if found:
        raise LiabilitySpoken(
            fields=tuple(FieldError(pointer, f"{one.why} Better: {one.better}") for one in found),
            findings=[
                {"start": one.start, "end": one.end, "rule": one.stance.value, "why": one.why, "better": one.better}
                for one in found
            ],
        )
