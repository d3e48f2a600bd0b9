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
from services.intake.domain.wording.spans import Span, is_within, joined, overlaps

Key = tuple[str, Part]
_A_COMMA = 2
"""What may stand between two phrases of a rule that are one finding: "sorry, sorry"."""


@dataclass(frozen=True)
class Reading:
    """Where the phrases of all rules are in a text; `told` is the key of those that introduce others' words."""

    folded: Folded
    places: Mapping[Key, Sequence[Span]]
    told: Key

    @classmethod
    def of(cls, text: str, index: PhraseIndex[Key], *, told: Key) -> Reading:
        """Read a text."""
        folded = fold(text)
        places: dict[Key, list[Span]] = defaultdict(list)
        for key, start, end in index.matches(folded.text):
            places[key].append((start, end))
        return cls(folded, places, told)

    def spans(self, rule: Rule) -> Iterator[Span]:
        """What a rule objects to, as spans of the text as it was sent."""
        if rule.kind is Kind.PLACEHOLDER:
            yield from slots(self.folded.original, named=self._slot_names(rule))
            return
        for start, end in self._said(rule):
            yield self.folded.span(start, end)

    def _slot_names(self, rule: Rule) -> Sequence[Span]:
        """Where words are that name slots; they are plain words too, so only a text with brackets is looked at."""
        if not ("[" in self.folded.original or "<" in self.folded.original):
            return ()
        return [self.folded.span(*one) for one in self._places(rule, Part.SLOTS)]

    def _said(self, rule: Rule) -> Sequence[Span]:
        harmless = self._places(rule, Part.UNLESS)
        ours = joined((one for one in self._places(rule, Part.SAY) if self._is_ours(one, harmless)), apart=_A_COMMA)
        match rule.kind:
            case Kind.REPEATED:
                return repeated(ours)
            case Kind.UNEXPLAINED:
                given = Explanations(
                    explained=self._places(rule, Part.EXPLAINED),
                    vague=self._places(rule, Part.VAGUE),
                    words_before=rule.words_before,
                )
                return list(unexplained(self.folded.text, ours, given=given))
            case _:
                return ours

    def _is_ours(self, span: Span, harmless: Sequence[Span]) -> bool:
        """Not what an exception overlaps, what is quoted, or what somebody else is said to have told."""
        start, end = span
        return not (
            overlaps(harmless, start, end)
            or is_within(self._quoted, start, end)
            or is_told(self.folded.text, start, self._told)
        )

    def _places(self, rule: Rule, part: Part) -> Sequence[Span]:
        return joined(self.places.get((rule.id, part), ()))

    @cached_property
    def _told(self) -> Sequence[Span]:
        return joined(self.places.get(self.told, ()))

    @cached_property
    def _quoted(self) -> Sequence[Span]:
        return quotations(self.folded.text)
