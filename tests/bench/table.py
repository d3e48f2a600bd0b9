"""How benchmark figures are shown: each as a ratio to a ceiling of the same run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure, the ceiling beside it, their ratio, and what the ratio must reach (or must not exceed)."""

    what: str
    ours: str
    ceiling: str
    ratio: float
    target: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target


def markdown(rows: Sequence[Row]) -> str:
    """The table of docs/benchmarks.md."""
    lines = ["| what | Redress | ceiling, same run | ratio | to reach | |", "|---|---|---|---|---|---|"]
    for row in rows:
        sign = "<=" if row.at_most else ">="
        verdict = "reached" if row.reached else "**missed**"
        lines.append(
            f"| {row.what} | {row.ours} | {row.ceiling} | {row.ratio:.2f} | {sign} {row.target:g} | {verdict} |"
        )
    return "\n".join(lines)
