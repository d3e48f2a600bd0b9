"""The rules of one language, ready to be held against a text (IN-14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from services.intake.domain.wording.finding import Finding, Weight
from services.intake.domain.wording.phrase import phrase
from services.intake.domain.wording.phrase_index import PhraseIndex
from services.intake.domain.wording.reading import Reading
from services.intake.domain.wording.rule import Part, Rule
from services.intake.domain.wording.spans import Span

MOST = 100
"""A text with more findings than this needs writing anew, not a longer list."""
_TOLD = ""
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
    def index(self) -> PhraseIndex[tuple[str, Part]]:
        """Every phrase of every rule. Raises MalformedPhrase."""
        sources = [((_TOLD, Part.SAY), source) for source in self.told]
        sources += [((rule.id, part), source) for rule in self.rules for part in Part for source in rule.phrases(part)]
        return PhraseIndex(
            ((key, phrase(source, words=self.words, prefixes=self.prefixes)) for key, source in sources),
            prefixes=self.prefixes,
        )

    def findings(self, text: str) -> tuple[Finding, ...]:
        """What the text says that it should not, in its order, each once; at most MOST."""
        reading = Reading.of(text, self.index, told=(_TOLD, Part.SAY))
        found = [
            (start, -end, number, rule) for number, rule in enumerate(self.rules) for start, end in reading.spans(rule)
        ]
        found.sort(key=lambda one: one[:3])
        return tuple(
            Finding(start=start, end=end, rule=rule.id, why=rule.why, better=rule.better, weight=rule.weight)
            for (start, end), rule in _outermost([((start, -end), rule) for start, end, _, rule in found])[:MOST]
        )


def _outermost(found: Sequence[tuple[Span, Rule]]) -> Sequence[tuple[Span, Rule]]:
    """Without those of which half or more lies in one before: it says more. No warning hides what refuses."""
    kept: list[tuple[Span, Rule]] = []
    furthest = refused = 0
    for (start, end), rule in found:
        refuses = rule.weight is Weight.REFUSE
        covered = (refused if refuses else furthest) - start
        if 2 * covered < end - start:
            kept.append(((start, end), rule))
            furthest = max(furthest, end)
            refused = max(refused, end) if refuses else refused
    return kept
