"""A phrase that a customer should not read, where it is and what would be better (IN-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.kernel.errors import FieldError, Invalid


class Weight(StrEnum):
    """Whether a text with it may go out."""

    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`start` and `end` count characters (code points) of the text as it was sent, `end` exclusive."""

    start: int
    end: int
    rule: str
    why: str
    better: str
    weight: Weight


class WordingRefused(Invalid):
    slug = "wording-refused"
    title = "This should not be said to a customer"


def insist(findings: Sequence[Finding], *, pointer: str) -> tuple[Finding, ...]:
    """The findings that only warn. Raises WordingRefused, naming each that refuses, at the JSON pointer of the text."""
    refused = [one for one in findings if one.weight is Weight.REFUSE]
    if refused:
        raise WordingRefused(
            fields=tuple(FieldError(pointer, f"{one.why} Better: {one.better}") for one in refused),
            findings=[
                {"start": one.start, "end": one.end, "rule": one.rule, "why": one.why, "better": one.better}
                for one in refused
            ],
        )
    return tuple(findings)
