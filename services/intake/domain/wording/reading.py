"""One text, read once for all rules of a language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from services.intake.domain.wording.apology import Explanations, repeated, unexplained
from services.intake.domain.wording.folding import Folded, fold
from services.intake.domain.wording.phrase_index import PhraseIndex
from services.intake.domain.wording.placeholder import slots
from services.intake.domain.wording.quotation import is_told, quotations
from services.intake.domain.wording.rule import Kind, Part, Rule
from services.intake.domain.wording.sentence import holds_word_or_end
from services.intake.domain.wording.spans import Span, is_within, joined, overlaps

Key = tuple[str, Part]


@dataclass(frozen=True)
class Reading:
    """Where the phrases of all rules are in a text; `told` is the key of those that introduce others' words."""

    folded: Folded
    places: Mapping[Key, Sequence[Span]]
    near: PhraseIndex[Key]
    told: Key

    @classmethod
    def of(cls, text: str, index: PhraseIndex[Key], *, near: PhraseIndex[Key], told: Key) -> Reading:
        """Read a text; `near` has the phrases that are looked for only where something else was found."""
        folded = fold(text)
        places: dict[Key, list[Span]] = defaultdict(list)
        for key, start, end in index.matches(folded.text):
            places[key].append((start, end))
        return cls(folded, places, near, told)

    def spans(self, rule: Rule) -> Iterator[Span]:
        """What a rule objects to, as spans of the text as it was sent."""
        if rule.kind is Kind.PLACEHOLDER:
            yield from slots(self.folded.original, names=lambda inside: self._has(rule, Part.SLOTS, fold(inside).text))
            return
        for start, end in self._said(rule):
            yield self.folded.span(start, end)

    def _said(self, rule: Rule) -> Sequence[Span]:
        harmless = self._places(rule, Part.UNLESS)
        ours = self._side_by_side([one for one in self._places(rule, Part.SAY) if self._is_ours(one, harmless)])
        match rule.kind:
            case Kind.REPEATED:
                return repeated(ours)
            case Kind.UNEXPLAINED:
                given = Explanations(
                    explains=lambda rest: self._has(rule, Part.EXPLAINED, rest),
                    vague=self._places(rule, Part.VAGUE),
                    words_before=rule.words_before,
                )
                return list(unexplained(self.folded.text, ours, given=given))
            case _:
                return ours

    def _side_by_side(self, spans: Sequence[Span]) -> Sequence[Span]:
        """Phrases with no word and no end of a sentence between them are one: "sorry, sorry"."""
        found: list[Span] = []
        for start, end in spans:
            if found and not holds_word_or_end(self.folded.text, found[-1][1], start):
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def _is_ours(self, span: Span, harmless: Sequence[Span]) -> bool:
        """Not what an exception overlaps, what is quoted, or what somebody else is said to have told."""
        start, end = span
        return not (
            overlaps(harmless, start, end)
            or is_within(self._quoted, start, end)
            or is_told(self.folded.text, start, self._told)
        )

    def _has(self, rule: Rule, part: Part, folded: str) -> bool:
        return any(key == (rule.id, part) for key, _, _ in self.near.matches(folded))

    def _places(self, rule: Rule, part: Part) -> Sequence[Span]:
        return joined(self.places.get((rule.id, part), ()))

    @cached_property
    def _told(self) -> Sequence[Span]:
        return joined(self.places.get(self.told, ()))

    @cached_property
    def _quoted(self) -> Sequence[Span]:
        return quotations(self.folded.text)
