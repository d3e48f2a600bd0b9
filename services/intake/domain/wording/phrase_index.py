"""All phrases of a language in one place, so that a text is walked once, word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from services.intake.domain.wording.folding import fold
from services.intake.domain.wording.phrase import STEM, Head, Phrase

K = TypeVar("K", bound=Hashable)
_WORD = re.compile(r"\w++")


@dataclass(frozen=True, slots=True)
class Match(Generic[K]):
    """Where a phrase of `key` is in the folded text, `end` exclusive."""

    key: K
    start: int
    end: int


@dataclass(eq=False)
class _Entry(Generic[K]):
    key: K
    phrases: list[Phrase]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when its first word is first met: all at once would hold up the first request."""
        return re.compile("|".join(phrase.expression for phrase in self.phrases))


class PhraseIndex(Generic[K]):
    """Phrases by their first word. Only a word that begins one costs more than a look into two dictionaries."""

    def __init__(self, phrases: Iterable[tuple[K, Phrase]], *, prefixes: Sequence[str] = ()) -> None:
        together: dict[tuple[Head, K], list[Phrase]] = defaultdict(list)
        for key, phrase in phrases:
            for head in phrase.heads:
                together[head, key].append(phrase)
        whole: dict[str, list[_Entry[K]]] = defaultdict(list)
        stems: dict[str, list[tuple[str, _Entry[K]]]] = defaultdict(list)
        for (head, key), found in together.items():
            entry = _Entry(key, found)
            if head.open_ended:
                stems[head.letters[:STEM]].append((head.letters, entry))
            else:
                whole[head.letters].append(entry)
        self._whole, self._stems = dict(whole), dict(stems)
        self._prefixes = tuple(sorted({fold(one).text for one in prefixes}))

    def matches(self, text: str) -> Iterator[Match[K]]:
        """Every phrase in a folded text, in the order of their first words; overlapping ones too."""
        for word in _WORD.finditer(text):
            entries = self._of(word.group())
            if entries:
                start = word.start()
                for entry in entries:
                    found = entry.pattern.match(text, start)
                    if found is not None:
                        yield Match(entry.key, start, found.end())

    def _of(self, word: str) -> Sequence[_Entry[K]]:
        if not self._prefixes or not word.startswith(self._prefixes):
            return self._beginning(word)
        entries = self._beginning(word)
        for prefix in self._prefixes:
            if word.startswith(prefix):
                entries = [*entries, *(one for one in self._beginning(word[len(prefix) :]) if one not in entries)]
        return entries

    def _beginning(self, word: str) -> Sequence[_Entry[K]]:
        entries: Sequence[_Entry[K]] = self._whole.get(word, ())
        stems = self._stems.get(word[:STEM])
        if stems is None:
            return entries
        return [*entries, *(entry for stem, entry in stems if word.startswith(stem))]
