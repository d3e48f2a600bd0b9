"""The report of rows that did not go in: line, complaint id and reason, as CSV."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import Self

_HEADER = ("line", "complaint_id", "reason")


class Refusals:
    """Writes the report row by row, so that a kill loses nothing; a resumed run goes on in the same file."""

    def __init__(self, path: Path, *, resumed: bool) -> None:
        self._path = path
        self._known: set[str] = set()
        path.parent.mkdir(parents=True, exist_ok=True)
        if resumed and path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                self._known = {row[0] for row in csv.reader(file) if row}
        self._file = path.open("a" if self._known else "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        if not self._known:
            self._writer.writerow(_HEADER)
            self._file.flush()

    def add(self, line: int, external_id: str, reason: str) -> None:
        """One row and why; a line that an earlier run reported is not repeated."""
        if str(line) in self._known:
            return
        self._writer.writerow((line, external_id, reason))
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
