"""One line of a ledger in a summary: a code, and the values that its sentence names (RO-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """`code` is the key of a sentence in the catalogues, `values` what it fills in: numbers, times, people's words."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
