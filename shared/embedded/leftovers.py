"""Finding and ending what a killed earlier run left behind: only processes that are provably ours."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_GRACE_SECONDS = 15.0
_POLL_SECONDS = 0.05


def started_at(pid: int) -> str | None:
    """A mark of when this process started: with the pid it names one process for ever. None when it is gone.

    On a system without /proc it is "?" for every living process.
    """
    if not _PROC.is_dir():
        return "?" if is_alive(pid) else None
    try:
        after_name = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = after_name.split()
    zombie = fields[0] in {"Z", "X"}
    return None if zombie else fields[19]


def is_alive(pid: int) -> bool:
    """Whether a process with this id exists and is more than a zombie."""
    if _PROC.is_dir():
        return started_at(pid) is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def working_in(folder: Path) -> Iterator[int]:
    """Processes whose working directory is `folder`: PostgreSQL's all stand in their data directory."""
    target = folder.resolve()
    for pid in _processes():
        try:
            if Path(os.readlink(_PROC / str(pid) / "cwd")) == target and is_alive(pid):
                yield pid
        except OSError:
            continue


def called_with(argument: str) -> Iterator[int]:
    """Processes that have `argument` on their command line, word for word."""
    wanted = os.fsencode(argument)
    for pid in _processes():
        try:
            words = (_PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if wanted in words and pid != os.getpid() and is_alive(pid):
            yield pid


def end(pids: list[int], *, politely: signal.Signals) -> None:
    """Ask these processes to end, kill those that have not after some seconds, and wait until all are gone."""
    for sign in (politely, signal.SIGKILL):
        for pid in pids:
            _send(pid, sign)
        deadline = time.monotonic() + _GRACE_SECONDS
        while any(is_alive(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        if not any(is_alive(pid) for pid in pids):
            return


def _processes() -> Iterator[int]:
    if _PROC.is_dir():
        for entry in _PROC.iterdir():
            if entry.name.isdigit():
                yield int(entry.name)


def _send(pid: int, sign: signal.Signals) -> None:
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        return
