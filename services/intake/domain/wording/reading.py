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
        for match in index.matches(folded.text):
            places[match.key].append((match.start, match.end))
        return cls(folded, {key: joined(spans) for key, spans in places.items()}, told)

    def spans(self, rule: Rule) -> Iterator[Span]:
        """What a rule objects to, as spans of the text as it was sent."""
        if rule.kind is Kind.PLACEHOLDER:
            named = [self.folded.span(*one) for one in self._places(rule, Part.SLOTS)]
            yield from slots(self.folded.original, named=named)
            return
        for start, end in self._said(rule):
            yield self.folded.span(start, end)

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
            or is_told(self.folded.text, start, self.places.get(self.told, ()))
        )

    def _places(self, rule: Rule, part: Part) -> Sequence[Span]:
        return self.places.get((rule.id, part), ())

    @cached_property
    def _quoted(self) -> Sequence[Span]:
        return quotations(self.folded.text)
