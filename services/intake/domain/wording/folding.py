"""Text without what writers do differently (case, accents, vowel signs, kinds of quotes), and the way back."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from services.intake.domain.wording.spans import Span

_REMEMBERED = 4096
_PIECE = 256
_LONGEST = 4
_DROPPED = frozenset({"Mn", "Me", "Cf"})
"""Accents, vowel signs of Arabic, joiners, soft hyphens, marks of direction."""
_BLANK = frozenset({"Cc", "Cs", "Cn", "Co"})
_LIKE = {
    **dict.fromkeys("‘’‚‛ʼʹ´`′＇", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\n\x85\u2028\u2029", "\n"),
    # Arabic: a hamza on or off its seat, alef and ya in their shapes, ta marbuta, and tatweel, which is ornament.
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ء": "",
    "ـ": "",
    "؟": "?",
    "؛": ";",
    "ı": "i",
    "ł": "l",
}


def _folded(char: str) -> str:
    if char in _LIKE:
        return _LIKE[char]
    if char.isspace() or unicodedata.category(char) in _BLANK:
        return " "
    taken_apart = unicodedata.normalize("NFKD", char.casefold())
    # A few characters stand for whole sentences; none of ours do, and twenty thousand of them must stay cheap.
    if len(taken_apart) > _LONGEST:
        return char
    return "".join(
        _LIKE.get(part, part)
        for part in taken_apart.casefold()
        if unicodedata.category(part) not in _DROPPED and not part.isspace()
    )


class _Folds(dict[int, str]):
    """What each code point becomes; remembered as met, within bounds.

    `uneven` are all those met that become none or several: Unicode has some fifteen thousand, so it stays small.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if len(folded) != 1:
            self.uneven.add(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_FOLDS = _Folds()


@dataclass(frozen=True)
class Folded:
    """A text and its folded form; a line break stays one, every other blank is a space."""

    original: str
    text: str
    pieces: Sequence[int]
    """Where the folded form of each stretch of _PIECE characters ends: most texts need the way back from few places."""

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the folded text is in the original, the marks on its last letter included."""
        first, last = self._origin(start), self._origin(end - 1) + 1
        while last < len(self.original) and not _FOLDS[ord(self.original[last])]:
            last += 1
        return first, last

    def _origin(self, at: int) -> int:
        piece = bisect_right(self.pieces, at)
        return piece * _PIECE + bisect_right(self._ends_in(piece), at)

    def _ends_in(self, piece: int) -> Sequence[int]:
        """For each character of a piece, where its folded form ends."""
        if piece not in self._ends:
            begin = self.pieces[piece - 1] if piece else 0
            chars = self.original[piece * _PIECE : (piece + 1) * _PIECE]
            if _FOLDS.uneven.isdisjoint(chars):
                self._ends[piece] = range(begin + 1, begin + 1 + len(chars))
            else:
                lengths = map(len, map(_FOLDS.__getitem__, map(ord, chars)))
                self._ends[piece] = list(accumulate(lengths, initial=begin))[1:]
        return self._ends[piece]

    @cached_property
    def _ends(self) -> dict[int, Sequence[int]]:
        return {}


def fold(text: str) -> Folded:
    """The text as the rules read it, in all languages alike: small letters, no marks, plain quotes."""
    folded = [text[at : at + _PIECE].translate(_FOLDS) for at in range(0, len(text), _PIECE)]
    return Folded(text, "".join(folded), list(accumulate(map(len, folded))))
