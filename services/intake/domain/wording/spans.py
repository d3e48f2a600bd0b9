"""Stretches of a text as (start, end), end exclusive, and how they lie to each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def joined(spans: Iterable[Span]) -> Sequence[Span]:
    """Spans that overlap or touch as one, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def is_within(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of these joined spans holds all of it."""
    at = bisect_left(spans, (start + 1,)) - 1
    return at >= 0 and end <= spans[at][1]


def overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of these joined spans shares a character with it."""
    at = bisect_left(spans, (end,)) - 1
    return at >= 0 and start < spans[at][1]


def begins_between(spans: Sequence[Span], first: int, last: int) -> bool:
    """Whether one of these spans, which are in order, begins at `first` or after it, before `last`."""
    at = bisect_left(spans, (first,))
    return at < len(spans) and spans[at][0] < last
