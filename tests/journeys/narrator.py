"""Tells a demonstration in plain words: scenes, who did what and when by the installation's clock, and figures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from textwrap import fill, indent, wrap

_WIDTH = 110
_TIME = "%a %d %b, %H:%M"
_MARGIN = " " * 18
_LONGEST = 3
"""Lines of one paragraph that are quoted."""


@dataclass
class Narrator:
    """Writes to the terminal; `now` is the installation's time, which may have been moved."""

    now: Callable[[], datetime]
    _scenes: int = 0

    def scene(self, title: str) -> None:
        """A new part of the story."""
        self._scenes += 1
        self._write(f"\n{self._scenes}. {title}\n")

    def tell(self, text: str) -> None:
        """What happened, with the time at which it did."""
        self._write(fill(text, _WIDTH, initial_indent=f"{self.now():{_TIME}}  ".ljust(18), subsequent_indent=_MARGIN))

    def aside(self, text: str) -> None:
        """What explains the line above it."""
        self._write(fill(text, _WIDTH, initial_indent=_MARGIN, subsequent_indent=_MARGIN))

    def quote(self, text: str) -> None:
        """Words of others, line by line; a long line goes on below, and ends after a few."""
        bar = f"{_MARGIN}  | "
        lines = [
            part
            for line in text.splitlines()
            for part in wrap(line, _WIDTH - len(bar), max_lines=_LONGEST, placeholder=" ...")
        ]
        self._write(indent("\n".join(lines), bar))

    def figures(self, counts: Mapping[str, int], *, most: int = 6) -> None:
        """Numbers with what they count, the largest first."""
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        for name, count in ordered[:most]:
            self._write(f"{_MARGIN}{count:5d}  {name}")
        if rest := ordered[most:]:
            self._write(f"{_MARGIN}{sum(count for _, count in rest):5d}  in {len(rest)} others")

    def _write(self, text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
