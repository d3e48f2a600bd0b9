"""Slots of templates that nobody filled: {name}, [ORDER NUMBER], <<customer>>, %s, XXX (IN-13, IN-14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from services.intake.domain.wording.spans import Span

# On the text as it was sent: capital letters are what tells [NAME] from [sic]. XXXX-1234 is a masked number.
_OPENS = re.compile(r"[{$<\[%@_XxХхΧχ]")
_SLOT = re.compile(
    r"""
      \$?\{\{?[^{}]{0,60}+\}\}?
    | <<[^<>]{1,60}+>>
    | \[\[[^\[\]]{1,60}+\]\]
    | <(?:[^\W\d_]++_[\w]++)>
    | (?<![\w%])%(?:\([\w.]{1,40}+\))?[sd](?!\w)
    | (?<![\w%])%%?[A-Z][A-Z_]{1,40}+%%?(?!\w)
    | (?<![\w@])@@?[A-Z][A-Z_]{1,40}+@@?(?!\w)
    | (?<![\w*•.-])(?:[Xx]{3,}+|[ХхΧχ]{3,}+)(?![\w*•-]|\s{1,3}\d)
    | (?<!\w)_{3,}+(?!\w)
    """,
    re.VERBOSE,
)
_BRACKETED = re.compile(r"\[([^\[\]]{2,60}+)\]|<([^<>@/]{2,60}+)>")
_LETTER = re.compile(r"[^\W\d_]")


def slots(text: str, *, names: Callable[[str], bool]) -> Iterator[Span]:
    """Where slots are. What stands in [ ] or < > is one in capital letters, or when it `names` a slot."""
    done = 0
    for opening in _OPENS.finditer(text):
        at = opening.start()
        if at >= done and (found := _SLOT.match(text, at) or _bracketed(text, at, names)):
            done = found.end()
            yield found.span()


def _bracketed(text: str, at: int, names: Callable[[str], bool]) -> re.Match[str] | None:
    found = _BRACKETED.match(text, at)
    if found and (is_shouted(found[1] or found[2]) or names(found[1] or found[2])):
        return found
    return None


def is_shouted(inside: str) -> bool:
    """Whether it is written in capital letters, as slots are; never so in a script that has none."""
    return len(_LETTER.findall(inside)) > 1 and inside == inside.upper() and inside != inside.lower()
