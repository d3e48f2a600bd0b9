"""What this installation is: the names and ports of the services, and the files of one machine's .redress directory."""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from shared.embedded.keys import DevelopmentKeys, keys_in
from shared.embedded.leftovers import started_at
from shared.embedded.trouble import Trouble

if TYPE_CHECKING:
    # Only a name here: the descriptor brings the whole web framework along, and most commands need none of it.
    from shared.runtime.service import Service

SERVICES: Mapping[str, int] = {"intake": 8001, "routing": 8002, "followup": 8003, "recognition": 8004}
"""The services and the ports of their APIs. A further service is one line more."""
WORKER_PORT_DISTANCE = 100
"""A worker's health and metrics are at the API's port plus this."""
NATS_PORT = 4222


class NoSuchService(Trouble):
    """A name that is none of the services'."""


def load_service(name: str) -> Service:
    """The descriptor of a service, by convention in services/<name>/service.py. Raises NoSuchService."""
    if name not in SERVICES:
        raise NoSuchService(f"There is no service {name!r}; there are {', '.join(SERVICES)}.")
    service: Service = importlib.import_module(f"services.{name}.service").SERVICE
    return service


@dataclass(frozen=True, slots=True)
class Process:
    """A process of a run, named for ever by its id and the moment of its start."""

    pid: int
    started: str | None

    @classmethod
    def of(cls, pid: int) -> Self:
        """The process that now has this id."""
        return cls(pid, started_at(pid))

    @property
    def lives(self) -> bool:
        """Whether this very process, not a later one with its number, is still there."""
        return self.started is not None and started_at(self.pid) == self.started


@dataclass(frozen=True, slots=True)
class Run:
    """A `redress up`, as its record in .redress/run.json tells it to other commands."""

    supervisor: Process
    ready: bool
    urls: Mapping[str, str]
    environment: Mapping[str, Mapping[str, str]]
    """Per service, the settings that its processes were started with."""
    database_server: str | None = None
    """The DATABASE_URL that names the server, when it is not the embedded one."""
    processes: Mapping[str, Process] = field(default_factory=dict)

    def as_json(self) -> str:
        """The record, for people too: `pid` is the supervisor's."""
        record: dict[str, Any] = {
            "pid": self.supervisor.pid,
            "started": self.supervisor.started,
            "ready": self.ready,
            "urls": dict(self.urls),
            "processes": {name: [process.pid, process.started] for name, process in self.processes.items()},
            "database_server": self.database_server,
            "environment": {name: dict(values) for name, values in self.environment.items()},
        }
        return json.dumps(record, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The record read back. Raises ValueError, KeyError or TypeError when it is none."""
        record = json.loads(text)
        return cls(
            supervisor=Process(record["pid"], record["started"]),
            ready=record["ready"],
            urls=record["urls"],
            environment=record["environment"],
            database_server=record["database_server"],
            processes={name: Process(*process) for name, process in record["processes"].items()},
        )


@dataclass(frozen=True, slots=True)
class Installation:
    """The .redress directory of one machine: data of the embedded servers, keys, clock, mail, logs."""

    home: Path

    @classmethod
    def here(cls) -> Self:
        """The one below REDRESS_HOME, or below the current directory."""
        return cls(Path(os.environ.get("REDRESS_HOME") or Path.cwd()).resolve() / ".redress")

    @property
    def keys(self) -> DevelopmentKeys:
        return keys_in(self.home / "keys")

    @property
    def clock(self) -> Path:
        return self.home / "clock"

    @property
    def mail(self) -> Path:
        return self.home / "mail"

    @property
    def attachments(self) -> Path:
        return self.home / "attachments"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def record(self) -> Path:
        return self.home / "run.json"

    @property
    def claim(self) -> Path:
        return self.home / "up.lock"

    def last_run(self) -> Run | None:
        """The recorded run, living or left behind by a kill; None when the last one ended well."""
        try:
            return Run.from_json(self.record.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            # Half-written by a crash of the machine, or by another version: nothing to go by.
            return None

    def run(self) -> Run | None:
        """The living run of this installation."""
        last = self.last_run()
        return last if last is not None and last.supervisor.lives else None

    def write_record(self, run: Run) -> None:
        """Replace the record; it holds keys, so only its owner may read it."""
        fresh = self.record.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(run.as_json())
        fresh.replace(self.record)
