"""Labels that fit: shortened by what they take up, isolated so that no direction of writing disturbs another."""

from __future__ import annotations

import unicodedata

_ISOLATE, _END = "\u2068", "\u2069"
_DOTS = "\u2026"
NBSP = "\u00a0"


_WIDE = frozenset("WMmw@%ЖШЩЮФМωΩ—")


def columns(label: str) -> float:
    """About how many ordinary letters wide it is: marks take no room, capitals more, ideographs that of two."""
    return sum(map(_width, label))


def shortened(label: str, *, most: int) -> str:
    """At most `most` letters wide, in one line; what is cut off is replaced by an ellipsis, no mark torn off."""
    line = " ".join(label.split())
    if columns(line) <= most:
        return line
    kept, room = [], most - 1.0
    for letter in line:
        room -= _width(letter)
        if room < 0:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + _DOTS


def isolated(label: str) -> str:
    """In its own direction, whatever stands around it: Arabic beside Latin stays where it was put (UAX 9)."""
    return f"{_ISOLATE}{label}{_END}"


def number(value: float, *, digits: int = 0) -> str:
    """1 234.5: thousands apart by a space that does not break, which every language reads."""
    return f"{value:,.{digits}f}".replace(",", NBSP)


def percent(share: float | None, *, digits: int = 0) -> str:
    """A share between 0 and 1 as 12 %; a dash where there is none."""
    return "–" if share is None else f"{share * 100:.{digits}f}{NBSP}%"


def span(hours: float | None) -> str:
    """Hours as people say them: 25 min, 7.5 h, 3.2 d; a dash where there are none."""
    if hours is None:
        return "–"
    if hours < 1:
        return f"{hours * 60:.0f}{NBSP}min"
    return f"{hours:.1f}{NBSP}h" if hours < 48 else f"{hours / 24:.1f}{NBSP}d"


def _width(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 2
    if letter in _WIDE:
        return 1.65
    return 1.2 if letter.isupper() else 1
