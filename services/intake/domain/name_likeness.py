"""How alike two names are: the same words in any order, or words that sound or are spelt nearly the same (IN-3).

A name comes as its words, folded, and as their sounds: consonants in Latin letters, whatever the script. Both are
made by the database, which finds candidates by them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

CONSONANTS = "bdfghjklmnprstv"
_LONG = 8
_SHORTEST_TYPO = 4
_MOST_WORDS = 8
_FEWEST_WORDS = 2
"""A single word says too little: half a country shares it."""
_FEWEST_CONSONANTS = 4


class Alike(Enum):
    """How two names compare."""

    SAME = "same"
    SIMILAR = "similar"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Name:
    """`words` of a name as written, folded; `sounds` of those of them that have any."""

    words: tuple[str, ...]
    sounds: tuple[str, ...]

    @property
    def telling(self) -> bool:
        """Whether the sounds are of enough words and consonants to tell people apart: those of "Ona Li" are n and l."""
        return len(self.sounds) >= _FEWEST_WORDS and len("".join(self.sounds)) >= _FEWEST_CONSONANTS


def alike(one: Name, other: Name) -> Alike:
    """Same, in any order; similar, when each of at least two words of the shorter has its like in the longer.

    A like is spelt nearly the same, or sounds the same; one word in all may also be a consonant off.
    """
    if not one.words or not other.words:
        return Alike.DIFFERENT
    if Counter(one.words) == Counter(other.words):
        return Alike.SAME
    spelt = _paired(one.words, other.words, _typos)
    sounding = (one.telling and other.telling) and (
        _paired(one.sounds, other.sounds, lambda _: 0) or _one_off(one.sounds, other.sounds)
    )
    return Alike.SIMILAR if spelt or sounding else Alike.DIFFERENT


def _typos(word: str) -> int:
    """How many letters of a word may be wrong: none of a short one, two of a long one."""
    return 0 if len(word) < _SHORTEST_TYPO else 2 if len(word) >= _LONG else 1


def _paired(one: Sequence[str], other: Sequence[str], typos: Callable[[str], int]) -> bool:
    shorter, longer = sorted((one[:_MOST_WORDS], other[:_MOST_WORDS]), key=len)
    left = list(longer)
    for word in shorter:
        partner = next((each for each in left if distance(word, each) <= typos(min(word, each, key=len))), None)
        if partner is None:
            return False
        left.remove(partner)
    return len(shorter) >= _FEWEST_WORDS


def _one_off(one: Sequence[str], other: Sequence[str]) -> bool:
    mine, theirs = Counter(one) - Counter(other), Counter(other) - Counter(one)
    if len(one) != len(other) or mine.total() != 1:
        return False
    return next(iter(mine)) in near(next(iter(theirs)))


def distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def near(sound: str) -> frozenset[str]:
    """All sounds that are one consonant away, itself included; of less than three only itself: they say too little."""
    if len(sound) < 3:
        return frozenset({sound})
    cuts = [(sound[:at], sound[at:]) for at in range(len(sound) + 1)]
    dropped = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    changed = {a + c + b[1:] for a, b in cuts if b for c in CONSONANTS}
    added = {a + c + b for a, b in cuts for c in CONSONANTS}
    return frozenset({sound} | dropped | swapped | changed | added)
