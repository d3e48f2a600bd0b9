"""How like two texts are: by the words that they share, each weighed by how rare it is (IN-21)."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

NEARLY_THE_SAME = 0.7
"""An overlap from which on two texts are one text told twice; other words for the same matter stay far below."""

_SHORTEST_BEGINNING = 4
_COMMON_IN_MANY, _COMMON_IN_FEW = 0.05, 1.0
_MANY = 20_000
_MOST_HITS = 20_000
"""Entries of the text index that all rare words together may make it read; a few milliseconds."""
_MORE_THAN_ALL = 1.1
_MOST_KNOWN, _MOST_UNKNOWN, _MOST_RARE = 16, 8, 8


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the text index has it, and its stem: what its inflected forms share."""

    lexeme: str
    stem: str

    @property
    def beginning(self) -> str:
        """Where its forms begin alike; the word itself where that would be too short to tell anything."""
        pairs = zip(self.lexeme, self.stem, strict=False)
        alike = "".join(ours for ours, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        return alike if len(alike) >= _SHORTEST_BEGINNING else self.lexeme


@dataclass(frozen=True)
class Frequencies:
    """In which share of all texts words occur: those that are listed; any other is rarer than `rarest`."""

    texts: int
    listed: Sequence[tuple[str, str, float]]
    """Lexeme, stem, share."""
    rarest: float

    def weight(self, stem: str) -> float:
        """How much sharing this word tells: the rarer the more, next to nothing for a word of every text."""
        return self._weights.get(stem, self._unlisted)

    def total(self, stems: Collection[str]) -> float:
        """The weights of all these words together."""
        weights, unlisted = self._weights, self._unlisted
        return math.fsum([weights.get(stem, unlisted) for stem in stems])

    def share(self, word: Word) -> float:
        """In which share of all texts a word with its beginning occurs, at most."""
        beginning = word.beginning
        if beginning == word.lexeme:
            return self._by_lexeme.get(word.lexeme, self.rarest)
        at = bisect_left(self._sorted, (beginning, 0.0))
        forms = takewhile(lambda one: one[0].startswith(beginning), self._sorted[at:])
        return min(self.rarest + sum(share for _, share in forms), 1.0)

    @cached_property
    def _unlisted(self) -> float:
        return _weight(self.rarest / 2)

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        return {stem: _weight(share) for stem, share in self._by_stem.items()}

    @cached_property
    def _sorted(self) -> list[tuple[str, float]]:
        return sorted((lexeme, share) for lexeme, _, share in self.listed)

    @cached_property
    def _by_lexeme(self) -> Mapping[str, float]:
        return dict(self._sorted)

    @cached_property
    def _by_stem(self) -> Mapping[str, float]:
        shares: dict[str, float] = {}
        for _, stem, share in self.listed:
            shares[stem] = shares.get(stem, 0.0) + share
        return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The words to look for: `any` among the newest texts; `rare` in all of them, because they have few hits."""

    any: tuple[Word, ...]
    rare: tuple[Word, ...]


def telling(words: Collection[Word], frequencies: Frequencies) -> Telling:
    """Which words to look for, so that their number and that of their hits are bounded whatever the text.

    A common word is left out, except where there are so few texts that all are looked at anyway.
    """
    most = _COMMON_IN_MANY if frequencies.texts > _MANY else _COMMON_IN_FEW
    shares = {word: frequencies.share(word) for word in sorted(words, key=lambda one: one.lexeme)}
    listed = [word for word, share in shares.items() if frequencies.rarest < share <= most]
    known = sorted(listed, key=shares.__getitem__)
    unknown = sorted((word for word, share in shares.items() if share <= frequencies.rarest), key=_longest_first)
    rare: list[Word] = []
    left = _MOST_HITS / frequencies.texts
    for word in (*unknown, *known):
        # Sorted by share, except that unknown words are counted as if each were as common as it could be.
        left -= shares[word]
        if left < 0 or len(rare) == _MOST_RARE:
            break
        rare.append(word)
    return Telling(
        any=(*known[:_MOST_KNOWN], *unknown[:_MOST_UNKNOWN]),
        rare=tuple(rare),
    )


def likeness(one: Collection[str], other: Collection[str], frequencies: Frequencies) -> float:
    """From 0, nothing telling shared, to 1, the same words: the weighted Jaccard index of two sets of stems.

    It is symmetric, and a text is always like itself, however common its words. Two empty ones are not alike.
    """
    first, second = set(one), set(other)
    both = frequencies.total(first & second)
    union = frequencies.total(first) + frequencies.total(second) - both
    return both / union if union else 0.0


def overlap(one: Collection[str], other: Collection[str]) -> float:
    """From 0 to 1: the share of all words of two texts that both have, each counted alike (the Jaccard index).

    One text told twice has it high however common its words are, where `likeness` falls with each rare word changed.
    """
    first, second = set(one), set(other)
    union = first | second
    return len(first & second) / len(union) if union else 0.0


def shared(words: Collection[Word], other: Collection[str], frequencies: Frequencies, *, most: int = 8) -> list[str]:
    """The most telling of these words that the other text has in some form, for a person to judge by."""
    theirs = set(other)
    by_stem = {word.stem: word.lexeme for word in words if word.stem in theirs}
    return [by_stem[stem] for stem in sorted(by_stem, key=lambda stem: (-frequencies.weight(stem), stem))[:most]]


def _weight(share: float) -> float:
    return math.log(_MORE_THAN_ALL / min(max(share, 1e-9), 1.0))


def _longest_first(word: Word) -> tuple[int, str]:
    return -len(word.lexeme), word.lexeme
