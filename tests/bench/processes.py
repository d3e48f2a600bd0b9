"""Processes under measurement: started with an environment, watched by their CPU time, stopped by their id."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 60


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_seconds(pid: int) -> float:
    """User and system time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class Process:
    """A Python module run as a child process."""

    def __init__(self, *arguments: str, env: Mapping[str, str], log: Path) -> None:
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *arguments], env={**os.environ, **env}, stdout=out, stderr=out
            )
        self._log = log

    @property
    def pid(self) -> int:
        return self._process.pid

    async def answers(self, url: str) -> None:
        """Wait until a GET of `url` is a 200. Raises RuntimeError with the log's end when it does not come."""
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            with suppress(urllib.error.URLError, OSError):
                await asyncio.to_thread(urllib.request.urlopen, url, timeout=2)
                return
            await asyncio.sleep(0.05)
        raise RuntimeError(f"{url} does not answer:\n{self._log.read_text(encoding='utf-8')[-3000:]}")

    def stop(self) -> None:
        """SIGTERM, and wait."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
