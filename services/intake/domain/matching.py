"""What two complaints have in common besides their words, and what that adds to their likeness (IN-21)."""

from __future__ import annotations

from collections.abc import Mapping

BONUSES: Mapping[str, float] = {"product": 0.06, "category": 0.06, "root_cause": 0.06, "department": 0.03}
"""Weighed so that they order texts that are about equally like, and never outdo words in common."""


def in_common(one: Mapping[str, str | None], other: Mapping[str, str | None]) -> list[str]:
    """Which of product, category, root cause and department are known of both and the same."""
    return [name for name in BONUSES if one.get(name) is not None and _same(one[name], other.get(name))]


def score(likeness: float, common: list[str]) -> float:
    """The likeness of two texts, raised by what else they share; 1 at most."""
    return min(1.0, likeness + sum(BONUSES[name] for name in common))


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold().split() == other.casefold().split()
