"""The whole suite as child processes, started as people start it: `redress up`, on free ports."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from shared.embedded.child import Child
from shared.embedded.places import forget
from shared.http.issuer import TokenIssuer
from shared.kernel.clock import FileClock
from shared.runtime.installation import SERVICES, Installation, Run

_START_SECONDS = 240
_STOP_SECONDS = 60
_FOREIGN = ("DATABASE_URL", "NATS_URL", "REDRESS_")
"""Variables of the one who runs the tests, which the suite under test must not see."""


@dataclass(frozen=True)
class Suite:
    """A running installation: where it answers, tokens for it, and a hand on its clock."""

    supervisor: Child
    installation: Installation
    environment: Mapping[str, str]

    @property
    def record(self) -> Run:
        """What it tells other commands of itself."""
        run = self.installation.run()
        assert run is not None, self.supervisor.tail()
        return run

    @property
    def urls(self) -> Mapping[str, str]:
        """The base URLs of the four services, by name."""
        return self.record.urls

    def token(self, role: str, staff: UUID | None = None, teams: tuple[str, ...] = ("*",)) -> str:
        """A bearer token for a role, as this member of staff where one is named."""
        issuer = TokenIssuer.from_file(self.installation.keys.signing, issuer="redress", audience="redress")
        return issuer.mint(subject=f"test:{role}", roles=[role], staff_id=staff, teams=teams)

    def advance(self, by: timedelta) -> None:
        """Let time pass in all its processes at once."""
        FileClock(self.installation.clock).advance(by)


def free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago, all different."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def suite_environment(root: Path) -> dict[str, str]:
    """The variables for an installation of its own in `root`, on free ports."""
    settings = [f"REDRESS_{name.upper()}{kind}_PORT" for name in SERVICES for kind in ("", "_WORKER")]
    settings.append("REDRESS_NATS_PORT")
    chosen = dict(zip(settings, map(str, free_ports(len(settings))), strict=True))
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return {**inherited, **chosen, "REDRESS_HOME": str(root), "PYTHONUNBUFFERED": "1"}


def supervisor_of(root: Path, environment: Mapping[str, str]) -> Child:
    """`redress up` for an installation in `root`, not started yet."""
    return Child(
        name="redress up",
        command=[sys.executable, "-c", "from shared.runtime.cli import main; main()", "up"],
        log=root / "up.log",
        environment=environment,
        directory=Path(__file__).resolve().parents[2],
    )


@contextmanager
def running(root: Path) -> Iterator[Suite]:
    """The suite over empty data in `root`, ready; stopped afterwards."""
    forget(root / ".redress")
    root.mkdir(parents=True, exist_ok=True)
    installation = Installation((root / ".redress").resolve())
    environment = suite_environment(root)
    supervisor = supervisor_of(root, environment)
    supervisor.start()
    try:
        supervisor.wait_until(lambda: is_ready(installation), seconds=_START_SECONDS)
        yield Suite(supervisor, installation, environment)
    finally:
        supervisor.stop(seconds=_STOP_SECONDS)


def is_ready(installation: Installation) -> bool:
    """Whether its record says that everything answers."""
    run = installation.run()
    return run is not None and run.ready
