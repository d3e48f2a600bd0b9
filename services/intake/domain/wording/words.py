"""A folded text as words, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

_BETWEEN_WORDS = re.compile(r"(\W++)")
_ENDS = re.compile(r"[.!?;]|\n\ *+\n")
_PAUSES = re.compile(r"[,:،·()\"«»„“”-]")


class Between(IntEnum):
    """What follows a word; a line break is a space, for letters are wrapped, and a blank line ends a sentence."""

    SPACE = 0
    PAUSE = 1
    SENTENCE_END = 2


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, where each begins, and what follows it."""

    words: Sequence[str]
    starts: Sequence[int]
    after: Sequence[Between]


class _Kinds(dict[str, Between]):
    """What stands between two words, as it is met; lives for one text."""

    def __missing__(self, rest: str) -> Between:
        self[rest] = between = _between(rest)
        return between


def words_of(folded: str) -> Words:
    """Take a folded text apart. The end of the text is the end of a sentence."""
    parts = _BETWEEN_WORDS.split(folded)
    starts = list(accumulate(map(len, parts), initial=0))[:-1]
    first = 0 if parts[0] else 2
    last = len(parts) if parts[-1] else len(parts) - 2
    words = parts[first:last:2]
    after = list(map(_Kinds().__getitem__, parts[first + 1 : last : 2]))
    if words:
        after[len(words) - 1 :] = [Between.SENTENCE_END]
    return Words(words, starts[first:last:2], after)


def _between(rest: str) -> Between:
    if _ENDS.search(rest):
        return Between.SENTENCE_END
    return Between.PAUSE if _PAUSES.search(rest) else Between.SPACE
