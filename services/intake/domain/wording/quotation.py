"""Where a text gives somebody else's words: what the customer said is theirs to say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from services.intake.domain.wording.sentence import ENDS
from services.intake.domain.wording.spans import Span

# No pair reaches over another opening mark or a blank line, so a flood of marks is read once. An atomic group, not
# `(a|b)++`: early releases of Python 3.11 lose matches of a possessive repetition of alternatives.
_OPENS = re.compile(r"[\"“„«']")
_OPENS_OR_LINE = re.compile(r"[\"“„«']|^\ *+>", re.MULTILINE)
"""Looks at every place of a text, so it is left where no line can be quoted."""
_QUOTED = re.compile(
    r"""
      "(?>(?:[^"\n]|\n(?!\ *+\n))+)"
    | [“„](?>(?:[^“”„\n]|\n(?!\ *+\n))+)[”“]
    | «(?>(?:[^«»\n]|\n(?!\ *+\n))+)»
    | (?<!\w)'(?=\w)(?>(?:[^'\n]|(?<=\w)'(?=\w))+)'(?!\w)
    | ^\ *+>[^\n]*+
    """,
    re.VERBOSE | re.MULTILINE,
)
_WITHIN = 60
"""How many characters after "you told us that" the telling may begin."""


def quotations(folded: str) -> Sequence[Span]:
    """The stretches between quotation marks, and lines quoted as in e-mail, in order."""
    found: list[Span] = []
    opens = _OPENS_OR_LINE if ">" in folded else _OPENS
    for mark in opens.finditer(folded):
        if not found or found[-1][1] <= mark.start():
            quoted = _QUOTED.match(folded, mark.start())
            if quoted is not None:
                found.append(quoted.span())
    return found


def is_told(folded: str, start: int, told: Sequence[Span]) -> bool:
    """Whether what begins here follows, in the same sentence, on one of the phrases `told` ("you told us that")."""
    at = bisect_left(told, (start,)) - 1
    if at >= 0 and told[at][1] > start:
        at -= 1
    if at < 0 or told[at][1] < start - _WITHIN:
        return False
    return not ENDS.search(folded, told[at][1], start)
