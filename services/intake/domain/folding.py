"""Text with case, accents and punctuation folded away, so that one spelling of a phrase finds them all."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_SAME_LETTER = str.maketrans({"ى": "ي", "ة": "ه", "ـ": ""})
"""Arabic letters that people write for each other, and the stroke that only lengthens a word."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text, words one space apart; `places` says for each of its characters where it came from."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text is in the text as it was sent; `end` exclusive, code points."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold a text of any language: lower case, no accents or vowel signs, nothing but letters and digits."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character.casefold()).translate(_SAME_LETTER):
            if unicodedata.combining(part):
                continue
            if part.isalnum():
                letters.append(part)
                places.append(place)
            elif letters and letters[-1] != " " and not _invisible(part):
                letters.append(" ")
                places.append(place)
    return Folded("".join(letters), tuple(places))


def _invisible(character: str) -> bool:
    """Joiners, direction marks and soft hyphens divide no words."""
    return unicodedata.category(character) == "Cf"
