"""A claim on a directory: one process at a time, given back by the kernel however that process ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self


class InUse(Exception):
    """Another living process holds the claim."""


class Claim:
    """An exclusive lock on a file: unlike a pid file it can't be stale."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, path: Path) -> Self:
        """Take the claim or raise InUse at once. The lock is not inherited by child programs."""
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise InUse(str(path)) from None
        return cls(path, descriptor)

    def release(self) -> None:
        """Give it back; a second call does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def is_taken(path: Path) -> bool:
    """Whether a living process holds the claim."""
    if not path.exists():
        return False
    try:
        Claim.take(path).release()
    except InUse:
        return True
    return False
