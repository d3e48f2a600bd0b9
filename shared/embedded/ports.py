"""TCP ports of this machine: which are free, and who holds one that is not."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path

from shared.embedded.trouble import Trouble

_LISTEN = "0A"


class PortInUse(Trouble):
    """A port that is needed is taken; the message names it, its holder where visible, and the setting."""


def require_free(ports: Mapping[str, int], *, host: str = "127.0.0.1") -> None:
    """Check ports by the setting that chose them. Raises PortInUse naming all that are taken."""
    taken = {setting: port for setting, port in ports.items() if not is_free(port, host=host)}
    if taken:
        raise PortInUse("\n".join(_describe(setting, port) for setting, port in taken.items()))


def is_free(port: int, *, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port in TIME_WAIT after a stop is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free_port(host: str = "127.0.0.1") -> int:
    """A port that was free a moment ago, for tests."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def _describe(setting: str, port: int) -> str:
    holder = holder_of(port)
    by = f" by {holder}" if holder else ""
    return f"Port {port} is in use{by}. Stop that, or choose another port: {setting}=<port>."


def holder_of(port: int) -> str | None:
    """The process that listens on a port, as `name (pid n)`, where the system shows it (Linux, own processes)."""
    inodes = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        try:
            rows = table.read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for columns in map(str.split, rows):
            if columns[3] == _LISTEN and int(columns[1].rpartition(":")[2], 16) == port:
                inodes.add(f"socket:[{columns[9]}]")
    if not inodes:
        return None
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and _holds(process, inodes):
            name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
            return f"{name} (pid {process.name})"
    return None


def _holds(process: Path, inodes: set[str]) -> bool:
    try:
        return any(os.readlink(descriptor) in inodes for descriptor in (process / "fd").iterdir())
    except OSError:
        return False
