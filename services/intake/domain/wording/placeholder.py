"""Slots of templates that nobody filled: {name}, [ORDER NUMBER], <<customer>>, %s, XXX (IN-13, IN-14)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from services.intake.domain.wording.spans import Span, holds_any

# On the text as it was sent: capital letters are what tells [NAME] from [sic]. XXXX-1234 is a masked number.
_SLOT = re.compile(
    r"""
      \$?\{\{?[^{}\n]{0,60}+\}\}?
    | <<[^<>\n]{1,60}+>>
    | \[\[[^\[\]\n]{1,60}+\]\]
    | <(?:[^\W\d_]++_[\w]++)>
    | (?<![\w%])%(?:\([\w.]{1,40}+\))?[sd](?!\w)
    | (?<![\w%])%%?[A-Z][A-Z_]{1,40}+%%?(?!\w)
    | (?<![\w@])@@?[A-Z][A-Z_]{1,40}+@@?(?!\w)
    | (?<![\w*•.-])(?:[Xx]{3,}+|[ХхΧχ]{3,}+)(?![\w*•-]|[ ]?\d)
    | (?<!\w)_{3,}+(?!\w)
    """,
    re.VERBOSE,
)
_BRACKETED = re.compile(r"\[([^\[\]\n]{2,60}+)\]|<([^<>\n@/]{2,60}+)>")
_LETTER = re.compile(r"[^\W\d_]")


def slots(text: str, *, named: Sequence[Span] = ()) -> Iterator[Span]:
    """Where slots are. What stands in [ ] or < > is one in capital letters, or where a `named` span lies in it."""
    for found in _SLOT.finditer(text):
        yield found.span()
    for found in _BRACKETED.finditer(text):
        inside = found[1] or found[2]
        start, end = found.span()
        if is_shouted(inside) or holds_any(named, start, end):
            yield start, end


def is_shouted(inside: str) -> bool:
    """Whether it is written in capital letters, as slots are; never so in a script that has none."""
    return len(_LETTER.findall(inside)) > 1 and inside == inside.upper() and inside != inside.lower()
