"""A folded text as words, each with what follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

_WORD = re.compile(r"\w++")
_WORD_AND_REST = re.compile(r"\w++\W*+")
_END_OF_TEXT = "\n\n"
"""The end of a text is the end of a sentence, as a blank line is."""
_ENDS = re.compile(r"[.!?;]|\n\ *+\n")
_PAUSES = re.compile(r"[,:،·()\"«»„“”-]")


class Between(IntEnum):
    """What follows a word; a line break is a space, for letters are wrapped, and a blank line ends a sentence."""

    SPACE = 0
    PAUSE = 1
    SENTENCE_END = 2


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, each still with what stands between it and the next, and where each begins."""

    words: Sequence[str]
    starts: Sequence[int]

    def end(self, number: int) -> int:
        """Where a word ends, without what follows it."""
        return self.starts[number] + len(taken_apart(self.words[number])[0])


def words_of(folded: str) -> Words:
    """Take a folded text apart, at once and into no more pieces than it has words: half of a check is this."""
    words = _WORD_AND_REST.findall(folded + _END_OF_TEXT)
    first = len(folded) + len(_END_OF_TEXT) - sum(map(len, words))
    return Words(words, list(accumulate(map(len, words), initial=first)))


def taken_apart(piece: str) -> tuple[str, Between]:
    """A word without what follows it, and of what kind that is."""
    found = _WORD.match(piece)
    word = found[0] if found else ""
    if _ENDS.search(piece, len(word)):
        return word, Between.SENTENCE_END
    return word, Between.PAUSE if _PAUSES.search(piece, len(word)) else Between.SPACE
