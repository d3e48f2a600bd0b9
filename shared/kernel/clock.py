"""Where `now` comes from. Rules take it as an argument; only the edges hold a clock (SU-8)."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC, and how far it stands from the machine's."""

    def now(self) -> datetime: ...

    def offset(self) -> timedelta:
        """What to add to the database's own clock to get this one's time; zero in production."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def offset(self) -> timedelta:
        return timedelta(0)


class FixedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def offset(self) -> timedelta:
        return self._now - datetime.now(UTC)

    def advance(self, by: timedelta) -> None:
        """Move forward by `by`."""
        self._now += by


class FileClock:
    """The development clock: the machine's, plus the seconds written in a file that all processes share.

    Moved by `redress clock advance`. The file is read again only when its modification time changes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: int | None = None
        self._offset = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset()

    def offset(self) -> timedelta:
        try:
            stamp = os.stat(self._path).st_mtime_ns
        except FileNotFoundError:
            return timedelta(0)
        if stamp != self._stamp:
            self._offset = timedelta(seconds=float(self._path.read_text(encoding="ascii") or 0))
            self._stamp = stamp
        return self._offset

    def advance(self, by: timedelta) -> timedelta:
        """Move forward by `by` (never back: what fell due stays due) and return the new offset.

        Raises ValueError for a negative `by`.
        """
        if by < timedelta(0):
            raise ValueError("the clock only moves forward")
        moved = self.offset() + by
        fresh = self._path.with_suffix(".new")
        fresh.write_text(str(moved.total_seconds()), encoding="ascii")
        fresh.replace(self._path)
        return moved
