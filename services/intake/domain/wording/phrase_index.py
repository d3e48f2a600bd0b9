"""All phrases of a language, looked for in one walk over the words of a text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from services.intake.domain.wording.automaton import Automaton
from services.intake.domain.wording.lexicon import Lexicon
from services.intake.domain.wording.phrase import Item
from services.intake.domain.wording.words import Between, taken_apart, words_of

K = TypeVar("K", bound=Hashable)
_REMEMBERED = 8192
_LONGEST = 64
"""Characters of a word, with what follows it, that is remembered: natural ones have fewer."""


class PhraseIndex(Generic[K]):
    """Phrases with their keys; `prefixes` are what a language writes together with any word."""

    def __init__(self, phrases: Iterable[tuple[K, Sequence[Item]]], *, prefixes: Sequence[str] = ()) -> None:
        lexicon = Lexicon(prefixes)
        self._start = Automaton(phrases, lexicon).start
        self._symbols = _Symbols(lexicon)

    def matches(self, folded: str) -> Iterator[tuple[K, int, int]]:
        """Key, start and end of every phrase in a folded text: of each key the longest from each first word."""
        text = words_of(folded)
        symbols = list(map(self._symbols.__getitem__, text.words))
        length = len(symbols)
        ends: dict[K, int] = {}
        for first, state in enumerate(map(self._start.__getitem__, symbols)):
            at = first
            while state is not None:
                if state.ended:
                    ends.update(dict.fromkeys(state.ended, at))
                at += 1
                state = state[symbols[at]] if at < length else None
            if ends:
                for key, last in ends.items():
                    yield key, text.starts[first], text.end(last)
                ends = {}


class _Symbols(dict[str, int]):
    """What the automaton reads for a word with what follows it: its class times the kinds of Between, plus that kind.

    Words come again and again, so they are remembered; when too many are, all are forgotten and learnt anew.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, piece: str) -> int:
        word, after = taken_apart(piece)
        symbol = self._lexicon.class_of(word) * len(Between) + after
        if len(piece) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[piece] = symbol
        return symbol
