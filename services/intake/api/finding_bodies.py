"""What could have been said better to a customer, as callers see it (IN-14)."""

from __future__ import annotations

from shared.http.schemas import Out


class FindingOut(Out):
    """A stretch of the text, `end` exclusive in code points, and what would be better."""

    start: int
    end: int
    rule: str
    why: str
    better: str
