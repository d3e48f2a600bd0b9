"""The short reference that people read out to each other: RD-7F3K-9Q2M, Crockford base32."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O, U, so that nothing is misread or misheard."""

BITS = 40
_LENGTH = BITS // 5
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
_MISREAD = str.maketrans("ILO", "110")


def reference_of(number: int) -> str:
    """Write a number of 40 bits as a reference. Raises ValueError outside that range."""
    if not 0 <= number < 1 << BITS:
        raise ValueError("a reference has 40 bits")
    first, second, third, fourth = (_PAIRS[number >> shift & 1023] for shift in (30, 20, 10, 0))
    return f"RD-{first}{second}-{third}{fourth}"


def as_reference(text: str) -> str | None:
    """The reference that somebody typed, in its one form: `rd 7f3k 9q2m`, or with I, L, O for 1, 1, 0.

    None for text that can't be one. A word of eight letters can be both: ask for both.
    """
    letters = text.upper().replace("-", "").replace(" ", "")
    if len(letters) == _LENGTH + len("RD"):
        letters = letters.removeprefix("RD")
    letters = letters.translate(_MISREAD)
    if len(letters) != _LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return f"RD-{letters[:4]}-{letters[4:]}"
