"""All phrases of a language, looked for in one walk over the words of a text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from services.intake.domain.wording.automaton import Automaton
from services.intake.domain.wording.lexicon import Lexicon
from services.intake.domain.wording.phrase import Item
from services.intake.domain.wording.words import Between, words_of

K = TypeVar("K", bound=Hashable)
_KINDS = len(Between)
"""A smaller symbol is a word that no phrase has."""


class PhraseIndex(Generic[K]):
    """Phrases with their keys; `prefixes` are what a language writes together with any word."""

    def __init__(self, phrases: Iterable[tuple[K, Sequence[Item]]], *, prefixes: Sequence[str] = ()) -> None:
        self._lexicon = Lexicon(prefixes)
        self._automaton = Automaton(phrases, self._lexicon)

    def matches(self, folded: str) -> Iterator[tuple[K, int, int]]:
        """Key, start and end of every phrase in a folded text: of each key the longest from each first word."""
        text = words_of(folded)
        words, starts = text.words, text.starts
        known: dict[str, int] = {}
        class_of, step = self._lexicon.class_of, self._automaton.step
        classes = [known[word] if word in known else known.setdefault(word, class_of(word)) for word in words]
        symbols = [_KINDS * class_ + after for class_, after in zip(classes, text.after, strict=True)]
        start, length = self._automaton.start, len(words)
        begins = start.next
        for first, opening in enumerate(symbols):
            if opening < _KINDS:
                continue
            state = begins.get(opening) or step(start, opening)
            ends = dict.fromkeys(state.ended, first) if state.ended else {}
            at = first + 1
            while state.goes_on and at < length:
                symbol = symbols[at]
                state = state.next.get(symbol) or step(state, symbol)
                if state.ended:
                    ends.update(dict.fromkeys(state.ended, at))
                at += 1
            for key, last in ends.items():
                yield key, starts[first], starts[last] + len(words[last])
