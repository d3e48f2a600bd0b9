"""How far an import has come: the last row before which nothing is open, kept in a file across kills."""

from __future__ import annotations

import hashlib
import heapq
import json
from pathlib import Path

_FINGERPRINTED = 65_536


class Watermark:
    """Rows end in any order; `done` is the last of the unbroken run of ended rows."""

    def __init__(self, done: int = 0) -> None:
        self.done = done
        self._ahead: list[int] = []

    def end(self, number: int) -> None:
        """A row has ended, well or badly."""
        heapq.heappush(self._ahead, number)
        while self._ahead and self._ahead[0] <= self.done + 1:
            self.done = max(self.done, heapq.heappop(self._ahead))


def fingerprint(path: Path) -> str:
    """What tells this file from another of its name: its size and its beginning. Raises OSError."""
    with path.open("rb") as file:
        beginning = hashlib.sha256(file.read(_FINGERPRINTED)).hexdigest()
    return f"{path.stat().st_size}-{beginning}"


def load(progress: Path, *, file: str) -> Watermark:
    """Where an earlier run of the same file stopped; the beginning where there is none to go by."""
    try:
        kept = json.loads(progress.read_text(encoding="utf-8"))
        if kept["file"] == file:
            return Watermark(int(kept["done"]))
    except (OSError, ValueError, KeyError, TypeError):
        # Missing, or torn by a kill: rows that went in already are answered as known.
        return Watermark()
    return Watermark()


def save(progress: Path, mark: Watermark, *, file: str) -> None:
    """Keep it, whole or not at all. Raises OSError."""
    progress.parent.mkdir(parents=True, exist_ok=True)
    fresh = progress.with_suffix(".new")
    fresh.write_text(json.dumps({"file": file, "done": mark.done}), encoding="utf-8")
    fresh.replace(progress)


def forget(progress: Path) -> None:
    """The file is through: the next run of it begins at its beginning."""
    progress.unlink(missing_ok=True)
