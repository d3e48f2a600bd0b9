"""Which cases are hot: they wear out whoever has them, so nobody gets one after the other (RO-10)."""

from __future__ import annotations

HOT_FEELINGS = frozenset({"angry", "abusive"})
HOT_URGENCIES = frozenset({"critical"})


def is_hot(feeling: str | None, urgency: str) -> bool:
    """Whether a case is hot: the customer is angry or abusive, or it is critical."""
    return feeling in HOT_FEELINGS or urgency in HOT_URGENCIES
