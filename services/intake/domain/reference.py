"""The short reference that people read out to each other: RD-7F3K-9Q2M, Crockford base32."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O, U, so that nothing is misread or misheard."""

BITS = 40


def reference_of(number: int) -> str:
    """Write a number of 40 bits as a reference. Raises ValueError outside that range."""
    if not 0 <= number < 1 << BITS:
        raise ValueError("a reference has 40 bits")
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return f"RD-{letters[:4]}-{letters[4:]}"


def canonical(text: str) -> str:
    """A reference as people type it, in its one form: `rd 7f3k 9q2m`, `RD-7F3K-9QZM` with I, L, O for 1, 1, 0.

    Text that is no reference comes back as it was.
    """
    letters = text.upper().replace("-", "").replace(" ", "").removeprefix("RD")
    letters = letters.translate(str.maketrans("ILO", "110"))
    if len(letters) != BITS // 5 or any(letter not in ALPHABET for letter in letters):
        return text
    return f"RD-{letters[:4]}-{letters[4:]}"
