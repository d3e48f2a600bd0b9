"""What a customer answers to a survey (FO-2, FO-3): "is it truly solved?" first, everything else if they like."""

from __future__ import annotations

from dataclasses import dataclass

SATISFACTION = range(1, 6)
EFFORT = range(1, 6)
RECOMMENDATION = range(11)
WORDS = 4000
"""The longest comment or suggestion, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer. Raises ValueError for a number outside its scale."""

    solved: bool
    satisfaction: int | None = None
    """CSAT, 1 (very dissatisfied) to 5 (very satisfied)."""
    effort: int | None = None
    """CES, 1 (very hard) to 5 (very easy)."""
    recommendation: int | None = None
    """NPS, 0 (never) to 10 (certainly)."""
    repeated_themselves: bool | None = None
    comment: str | None = None
    suggestion: str | None = None

    def __post_init__(self) -> None:
        for name, scale in (
            ("satisfaction", SATISFACTION),
            ("effort", EFFORT),
            ("recommendation", RECOMMENDATION),
        ):
            value = getattr(self, name)
            if value is not None and value not in scale:
                raise ValueError(f"{name} is {scale.start} to {scale.stop - 1}")
