"""The rules of one language, ready to be held against a text (IN-14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from services.intake.domain.wording.finding import Finding, Weight
from services.intake.domain.wording.phrase import Item, PhraseReader
from services.intake.domain.wording.phrase_index import PhraseIndex
from services.intake.domain.wording.reading import Key, Reading
from services.intake.domain.wording.rule import Part, Rule

MOST = 100
"""A text with more findings than this needs writing anew, not a longer list."""
_TOLD: Key = ("", Part.SAY)
"""The phrases of no rule: after them follow somebody else's words."""


@dataclass(frozen=True)
class Guide:
    """`words` are fragments that phrases share, `prefixes` what the language writes together with any word, `told` the
    phrases after which somebody else's words follow ("you told us that").
    """

    rules: Sequence[Rule]
    words: Mapping[str, str] = field(default_factory=dict)
    prefixes: Sequence[str] = ()
    told: Sequence[str] = ()

    @cached_property
    def indexes(self) -> tuple[PhraseIndex[Key], PhraseIndex[Key]]:
        """What is looked for everywhere, and what only near something found. Raises MalformedPhrase."""
        reader = PhraseReader(self.words)
        everywhere = [(_TOLD, reader.read(source)) for source in self.told]
        near: list[tuple[Key, Sequence[Item]]] = []
        for rule in self.rules:
            for part in Part:
                phrases = near if part.is_near else everywhere
                phrases.extend(((rule.id, part), reader.read(source)) for source in rule.phrases(part))
        return PhraseIndex(everywhere, prefixes=self.prefixes), PhraseIndex(near, prefixes=self.prefixes)

    def findings(self, text: str) -> tuple[Finding, ...]:
        """What the text says that it should not, in its order, each once; at most MOST."""
        everywhere, near = self.indexes
        reading = Reading.of(text, everywhere, near=near, told=_TOLD)
        found = [
            (rule.weight is not Weight.REFUSE, start, -end, number)
            for number, rule in enumerate(self.rules)
            for start, end in reading.spans(rule)
        ]
        kept = [(start, -end, number) for _, start, end, number in sorted(found)]
        return tuple(
            self._finding(start, end, self.rules[number])
            for start, end, number in sorted(_uncovered(kept, len(text)))[:MOST]
        )

    @staticmethod
    def _finding(start: int, end: int, rule: Rule) -> Finding:
        return Finding(start=start, end=end, rule=rule.id, why=rule.why, better=rule.better, weight=rule.weight)


def _uncovered(found: Iterable[tuple[int, int, int]], length: int) -> Iterator[tuple[int, int, int]]:
    """Those of which more than half lies in none before them: one phrase is told once, as the worst that it is."""
    covered = bytearray(length)
    for start, end, number in found:
        if 2 * covered.count(1, start, end) < end - start:
            covered[start:end] = b"\x01" * (end - start)
            yield start, end, number
