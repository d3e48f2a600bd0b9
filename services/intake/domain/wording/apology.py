"""Whether an apology says for what, and which of several are too many (IN-14, IN-16)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from services.intake.domain.wording.sentence import rest_of_sentence, words_before
from services.intake.domain.wording.spans import Span, begins_between

_REACH = 60
"""How many characters from an apology what it is for may begin."""
_NEXT = 3
"""The same for what only seems to say it: it must follow at once."""


@dataclass(frozen=True, slots=True)
class Explanations:
    """How an apology says for what: a word in a stretch of folded text `explains`, or `words_before` of its sentence
    do; not with one of the `vague` phrases right after it.
    """

    explains: Callable[[str], bool]
    vague: Sequence[Span]
    words_before: int


def repeated(mentions: Sequence[Span]) -> Sequence[Span]:
    """Every apology but the first: one sincere apology is enough."""
    return mentions[1:]


def unexplained(folded: str, mentions: Sequence[Span], *, given: Explanations) -> Iterator[Span]:
    """The apologies whose own sentence doesn't say for what, before or after."""
    for start, end in mentions:
        if begins_between(given.vague, end, end + _NEXT):
            yield start, end
        elif words_before(folded, start, reach=_REACH) < given.words_before:
            rest = folded[end : rest_of_sentence(folded, end, reach=_REACH)]
            if not given.explains(rest):
                yield start, end
