"""Which words of the phrases a word of a text may be: itself, its stem, itself without what is written before it."""

from __future__ import annotations

from collections.abc import Sequence

from services.intake.domain.wording.folding import fold
from services.intake.domain.wording.phrase import Word

NO_CLASS = 0
"""Of the words that no phrase has."""


class Lexicon:
    """Words that can stand in the same places of phrases have the same class, a small number."""

    def __init__(self, prefixes: Sequence[str]) -> None:
        self._prefixes = tuple(sorted({fold(one).text for one in prefixes}))
        self._ids: dict[Word, int] = {}
        self._together, self._alone = _Spellings(), _Spellings()
        self._classes: dict[tuple[int, ...], int] = {(): NO_CLASS}
        self._members: list[tuple[int, ...]] = [()]

    def id_of(self, word: Word) -> int:
        """The number of a word of a phrase."""
        if word not in self._ids:
            self._ids[word] = len(self._ids)
            (self._alone if word.alone else self._together).add(word, self._ids[word])
        return self._ids[word]

    def class_of(self, word: str) -> int:
        """The class of a word of a text."""
        ids = tuple(sorted(self._matching(word)))
        if ids not in self._classes:
            self._classes[ids] = len(self._members)
            self._members.append(ids)
        return self._classes[ids]

    def members(self, class_: int) -> tuple[int, ...]:
        """The numbers of the words that a word of this class may be."""
        return self._members[class_]

    def _matching(self, word: str) -> set[int]:
        found = self._together.matching(word)
        if self._prefixes:
            found |= self._alone.matching(word)
            if word.startswith(self._prefixes):
                for prefix in self._prefixes:
                    if word.startswith(prefix):
                        found |= self._together.matching(word[len(prefix) :])
        return found


class _Spellings:
    """Whole words and stems with their numbers."""

    def __init__(self) -> None:
        self._whole: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._lengths: list[int] = []

    def add(self, word: Word, id_: int) -> None:
        if word.open_ended:
            self._stems[word.letters] = id_
            self._lengths = sorted({len(stem) for stem in self._stems})
        else:
            self._whole[word.letters] = id_

    def matching(self, word: str) -> set[int]:
        stems = self._stems
        found = {stems[stem] for length in self._lengths if (stem := word[:length]) in stems and len(stem) == length}
        if (whole := self._whole.get(word)) is not None:
            found.add(whole)
        return found
