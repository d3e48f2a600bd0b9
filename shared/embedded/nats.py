"""A real nats-server with JetStream as a child process, its store kept between runs (SU-7)."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import sys
from pathlib import Path

from shared.embedded import leftovers
from shared.embedded.child import Child
from shared.embedded.claim import Claim, InUse
from shared.embedded.ports import require_free
from shared.embedded.trouble import Trouble

_START_SECONDS = 60.0
_CONNECT_SECONDS = 1.0
_HELLO_BYTES = 8192

_CONFIGURATION = """\
# Written by Redress at each start; changes here are lost.
server_name: redress
listen: "127.0.0.1:{port}"
jetstream {{
  store_dir: {store}
  # Every acknowledged message is on the disk: the default would lose up to two minutes of them in a crash.
  sync_interval: always
}}
"""


class NoNats(Trouble):
    """The embedded NATS can't be used here; the message says what to do."""


def program() -> Path:
    """The nats-server of the installed wheel. Raises NoNats without it."""
    beside_python = Path(sys.executable).with_name("nats-server")
    if beside_python.exists():
        return beside_python
    found = shutil.which("nats-server")
    if found is None:
        raise NoNats("The embedded NATS is not installed: `pip install redress[embedded]`, or set NATS_URL.")
    return Path(found)


class EmbeddedNats:
    """One server over one store directory; a second one over the same directory is refused."""

    def __init__(self, home: Path, *, port: int, log: Path) -> None:
        self._home = home
        self._port = port
        self._configuration = (home / "nats.conf").resolve()
        self._claim: Claim | None = None
        self.child = Child(name="nats", command=[str(program()), "-c", str(self._configuration)], log=log)

    @property
    def url(self) -> str:
        """Its NATS_URL."""
        return f"nats://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Heal what a killed run left, start, and wait until JetStream answers.

        Raises NoNats when the store is in use, PortInUse when the port is, ChildFailed when it does not come up.
        """
        self.prepare()
        self.child.start()
        self.child.wait_until(self.ready, seconds=_START_SECONDS)

    def prepare(self) -> None:
        """Everything that must be done before the server process starts."""
        if self._claim is None:
            try:
                self._claim = Claim.take(self._home / "nats.lock")
            except InUse:
                raise NoNats(f"Another process runs the NATS in {self._home}. Stop that one first.") from None
        leftovers.end(list(leftovers.called_with(str(self._configuration))), politely=signal.SIGTERM)
        require_free({"REDRESS_NATS_PORT": self._port})
        store = (self._home / "nats").resolve()
        store.mkdir(parents=True, exist_ok=True)
        text = _CONFIGURATION.format(port=self._port, store=json.dumps(str(store)))
        self._configuration.write_text(text, encoding="utf-8")

    def ready(self) -> bool:
        """Whether it greets with JetStream on."""
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=_CONNECT_SECONDS) as connection:
                hello = connection.recv(_HELLO_BYTES)
        except OSError:
            return False
        return hello.startswith(b"INFO ") and b'"jetstream":true' in hello

    def stop(self) -> None:
        """Stop it and give the store back."""
        self.child.stop()
        if self._claim is not None:
            self._claim.release()
            self._claim = None
