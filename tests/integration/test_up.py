"""`redress up` as people meet it: it starts, watches, refuses clearly, and leaves no process behind."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.embedded import leftovers
from shared.embedded.child import Child
from shared.embedded.places import forget
from shared.runtime.installation import SERVICES, Installation, Run
from shared.runtime.probe import readiness
from tests.support.suite import Suite, is_ready, suite_environment, supervisor_of
from tests.support.waiting import eventually

_PATIENCE_SECONDS = 120.0
_PROCESSES = {"postgres", "nats"} | {f"{name}-{kind}" for name in SERVICES for kind in ("api", "worker")}


def _ended(child: Child, *, seconds: float = _PATIENCE_SECONDS) -> int:
    eventually(f"the end of {child.name}", lambda: child.exit_code is not None, seconds=seconds)
    assert child.exit_code is not None
    return child.exit_code


@pytest.fixture
def root(test_home: Path) -> Iterator[Path]:
    """A place for an installation of the test's own."""
    place = test_home / "up"
    forget(place / ".redress")
    place.mkdir(parents=True, exist_ok=True)
    (place / "up.log").unlink(missing_ok=True)
    yield place
    forget(place / ".redress")


def _started(installation: Installation) -> Run | None:
    """The record once every process has been started, ready or not."""
    run = installation.run()
    return run if run is not None and set(run.processes) == _PROCESSES else None


def test_killing_the_supervisor_leaves_no_process_and_the_next_run_starts_and_stops_cleanly(root: Path) -> None:
    """SU-7: a killed earlier run heals itself; SIGTERM, as Ctrl-C, stops everything."""
    installation = Installation((root / ".redress").resolve())
    environment = suite_environment(root)
    first = supervisor_of(root, environment)
    first.start()
    try:
        first.wait_until(lambda: _started(installation) is not None, seconds=_PATIENCE_SECONDS)
        run = _started(installation)
        assert run is not None
    finally:
        first.kill()
    eventually(
        "the end of all children",
        lambda: not any(each.lives for each in run.processes.values()),
        seconds=_PATIENCE_SECONDS,
    )

    second = supervisor_of(root, environment)
    second.start()
    try:
        second.wait_until(lambda: is_ready(installation), seconds=240)
        run = _started(installation)
        assert run is not None
        assert all(each.lives for each in run.processes.values())
        second.ask_to_stop()
        assert _ended(second) == 0
    finally:
        second.stop()
    assert not any(each.lives for each in run.processes.values())
    assert not installation.record.exists()
    assert "Nothing is left running." in (root / "up.log").read_text(encoding="utf-8")


def test_a_port_in_use_is_named_before_anything_starts(root: Path) -> None:
    """SU-7: the message says which port, who holds it where that is visible, and which setting changes it."""
    environment = suite_environment(root)
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", int(environment["REDRESS_ROUTING_PORT"])))
        holder.listen()
        refused = supervisor_of(root, environment)
        refused.start()
        try:
            assert _ended(refused) == 1
        finally:
            refused.stop()
    told = (root / "up.log").read_text(encoding="utf-8")
    assert f"Port {environment['REDRESS_ROUTING_PORT']} is in use" in told
    assert f"(pid {os.getpid()})" in told
    assert "REDRESS_ROUTING_PORT=<port>" in told
    assert "Traceback" not in told
    assert not (root / ".redress" / "postgres").exists()


def test_a_second_up_says_where_the_first_is(running_suite: Suite, root: Path) -> None:
    """SU-7: one run per installation; the second says so, names the pid, and harms nothing."""
    again = supervisor_of(root, running_suite.environment)
    again.start()
    try:
        assert _ended(again) == 1
    finally:
        again.stop()
    told = (root / "up.log").read_text(encoding="utf-8")
    assert f"Redress already runs here (pid {running_suite.supervisor.pid})" in told
    assert is_ready(running_suite.installation)


def test_a_crashed_child_is_reported_and_started_again(running_suite: Suite) -> None:
    """SU-7: a process that dies comes back; the run says which, how, and shows its log."""
    before = running_suite.record.processes["recognition-api"]
    os.kill(before.pid, signal.SIGKILL)
    eventually(
        "a new process", lambda: running_suite.record.processes["recognition-api"] != before, seconds=_PATIENCE_SECONDS
    )
    port = int(running_suite.environment["REDRESS_RECOGNITION_PORT"])
    eventually("its readiness", lambda: readiness("127.0.0.1", port) is None, seconds=_PATIENCE_SECONDS)
    told = running_suite.supervisor.log.read_text(encoding="utf-8")
    assert "recognition-api ended with SIGKILL." in told
    assert "recognition-api was started again." in told
    assert not leftovers.is_alive(before.pid)


def test_what_it_tells_can_be_used(running_suite: Suite) -> None:
    """SU-7: URLs with their docs, where mail goes, a token, and a line that records a complaint."""
    told = running_suite.supervisor.log.read_text(encoding="utf-8")
    for url in running_suite.urls.values():
        assert f"{url}/docs" in told
    assert str(running_suite.installation.mail) in told
    assert f"curl -sS {running_suite.urls['intake']}/v1/complaints -H 'Authorization: Bearer " in told
