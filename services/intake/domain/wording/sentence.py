"""Where a sentence ends in folded text: at its mark, or at a blank line."""

from __future__ import annotations

import re

ENDS = re.compile(r"[.!?;]|\n\ *+\n")
_WORD = re.compile(r"\w++")
_WORD_OR_END = re.compile(r"[\w.!?;]|\n\ *+\n")


def rest_of_sentence(folded: str, at: int, *, reach: int) -> int:
    """Where the sentence that goes on at `at` ends, at most `reach` characters on."""
    end = ENDS.search(folded, at, at + reach)
    return end.start() if end else min(at + reach, len(folded))


def words_before(folded: str, at: int, *, reach: int) -> int:
    """How many words of the same sentence stand before `at`, of at most `reach` characters."""
    return len(_WORD.findall(ENDS.split(folded[max(0, at - reach) : at])[-1]))


def holds_word_or_end(folded: str, start: int, end: int) -> bool:
    """Whether a word, or the end of a sentence, stands between."""
    return _WORD_OR_END.search(folded, start, end) is not None
