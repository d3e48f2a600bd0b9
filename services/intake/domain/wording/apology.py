"""Whether an apology says for what, and which of several are too many (IN-14, IN-16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.intake.domain.wording.sentence import rest_of_sentence, words_before
from services.intake.domain.wording.spans import Span, begins_between

_REACH = 60
"""How many characters from an apology what it is for may begin."""
_NEXT = 3
"""The same for what only seems to say it: it must follow at once."""


@dataclass(frozen=True, slots=True)
class Explanations:
    """Where a text has phrases that say for what (`explained`), or only seem to (`vague`); how many words before an
    apology say it too.
    """

    explained: Sequence[Span]
    vague: Sequence[Span]
    words_before: int


def repeated(mentions: Sequence[Span]) -> Sequence[Span]:
    """Every apology but the first: one sincere apology is enough."""
    return mentions[1:]


def unexplained(folded: str, mentions: Sequence[Span], *, given: Explanations) -> Iterator[Span]:
    """The apologies whose own sentence doesn't say for what, before or after."""
    for start, end in mentions:
        last = rest_of_sentence(folded, end, reach=_REACH)
        said_after = begins_between(given.explained, end, last)
        said_before = words_before(folded, start, reach=_REACH) >= given.words_before
        if begins_between(given.vague, end, end + _NEXT) or not (said_after or said_before):
            yield start, end
