"""No justification in an apology: what takes it back, excuses, blames or doubts, in its own sentence (IN-16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.intake.domain.folding import Folded, fold
from services.intake.domain.justification_phrases import PHRASES, Flaw
from services.intake.domain.wording.finding import Finding, Weight

# ";" is also how Greek asks, and what follows it in English is a thought of its own.
_SENTENCE = re.compile(r"[^.!?;:…\n\u00b7\u0387\u037e\u061b\u061f]+")


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


@dataclass(frozen=True, slots=True)
class _Rules:
    apologises: re.Pattern[str]
    flaws: tuple[tuple[Flaw, re.Pattern[str]], ...]


_RULES = {
    language: _Rules(_any(phrases.apologises), tuple((flaw, _any(way.patterns)) for flaw, way in phrases.ways.items()))
    for language, phrases in PHRASES.items()
}


def justifications(text: str, *, language: str) -> tuple[Finding, ...]:
    """What justifies in the sentences that apologise, in the order of the text; each refuses it.

    A "but" that opens the sentence after counts as well. Staff may write in another language than the complaint's
    (`language`, BCP 47), so an apology is known in each of ours; a text in which no sentence apologises in words that
    we know is read as one apology, in that language.
    """
    stretches = ((match.start(), fold(match[0])) for match in _SENTENCE.finditer(text))
    sentences = [(offset, folded) for offset, folded in stretches if folded.text]
    sorry = {
        tongue: [rules.apologises.search(folded.text) is not None for _, folded in sentences]
        for tongue, rules in _RULES.items()
    }
    primary = language.partition("-")[0].lower()
    if primary in sorry and not any(map(any, sorry.values())):
        sorry[primary] = [True] * len(sentences)
    found = (one for tongue in sorry for one in _found(sentences, sorry[tongue], tongue))
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _found(sentences: Sequence[tuple[int, Folded]], sorry: Sequence[bool], language: str) -> Iterator[Finding]:
    for place, (offset, folded) in enumerate(sentences):
        now, before = sorry[place], place > 0 and sorry[place - 1]
        for flaw, pattern in _RULES[language].flaws:
            if now:
                matches = list(pattern.finditer(folded.text))
            elif before and flaw is Flaw.TAKEN_BACK and (opening := pattern.match(folded.text)):
                matches = [opening]
            else:
                continue
            way = PHRASES[language].ways[flaw]
            for match in matches:
                start, end = folded.span(*match.span())
                yield Finding(
                    start=offset + start,
                    end=offset + end,
                    rule=flaw.value,
                    why=way.why,
                    better=way.better,
                    weight=Weight.REFUSE,
                )
