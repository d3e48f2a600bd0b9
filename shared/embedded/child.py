"""A child process on a leash: started, watched, stopped, and gone when its parent is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shared.embedded.account import Account
from shared.embedded.trouble import Trouble

_LEASH = Path(__file__).with_name("leash.py")
_TAIL_BYTES = 4000
_POLL_SECONDS = 0.02


class ChildFailed(Trouble):
    """A child ended, or was not ready in time; the message holds the end of its log."""


@dataclass(slots=True)
class Child:
    """One program with its log file. Start it from the main thread: the leash is tied to the thread that forks."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] | None = None
    account: Account | None = None
    directory: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs or before it was started."""
        return None if self._process is None else self._process.poll()

    def start(self) -> None:
        """Start it; output is appended to its log. Raises RuntimeError when it already runs."""
        if self.pid is not None:
            raise RuntimeError(f"{self.name} already runs")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        uid, gid = ("-", "-") if self.account is None else (str(self.account.uid), str(self.account.gid))
        leash = [sys.executable, "-I", "-S", str(_LEASH), str(os.getpid()), uid, gid, str(int(self.stop_signal))]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                [*leash, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=None if self.environment is None else dict(self.environment),
                cwd=self.directory,
                # Its own group: Ctrl-C in the terminal reaches only the parent, which stops the children in order.
                process_group=0,
            )

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Return when `ready()` is true. Raises ChildFailed when it ends first or `seconds` pass."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.exit_code is not None:
                raise ChildFailed(f"{self.name} ended with {describe_exit(self.exit_code)}.\n{self.tail()}")
            if time.monotonic() > deadline:
                raise ChildFailed(f"{self.name} was not ready within {seconds:.0f} s.\n{self.tail()}")
            time.sleep(_POLL_SECONDS)

    def ask_to_stop(self) -> None:
        """Send the stop signal and return at once."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(self.stop_signal)

    def stop(self, *, seconds: float = 20.0) -> None:
        """Ask it to stop; kill it when it has not ended after `seconds`."""
        self.ask_to_stop()
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """End it as a crash would (kill -9), and wait until it is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def tail(self) -> str:
        """The end of its log, to show with an error."""
        if not self.log.exists():
            return f"(no log at {self.log})"
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - _TAIL_BYTES))
            lines = log.read().decode("utf-8", "replace").splitlines()
        return "\n".join(["The end of " + str(self.log) + ":", *("    " + line for line in lines[-15:])])


def describe_exit(code: int) -> str:
    """An exit code in words: "exit code 1", "SIGKILL"."""
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
