"""`redress up`: the whole suite on one machine, from nothing to running, and back to nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from shared.db.migrate import upgrade
from shared.embedded import leftovers
from shared.embedded.child import Child, ChildFailed, describe_exit
from shared.embedded.claim import Claim, InUse
from shared.embedded.keys import make_keys
from shared.embedded.ports import require_free
from shared.embedded.trouble import Trouble
from shared.runtime.banner import banner
from shared.runtime.broker_admin import declare
from shared.runtime.installation import SERVICES, Installation, Process, Run, load_service
from shared.runtime.interruption import Interruption, Stopped
from shared.runtime.plan import Plan
from shared.runtime.probe import readiness
from shared.runtime.progress import say, step
from shared.runtime.servers import Servers
from shared.runtime.watch import Watched

_READY_SECONDS = 180.0
_STOP_SECONDS = 25.0
_LOOK_SECONDS = 0.25


class AlreadyRuns(Trouble):
    """There is a living run of this installation."""


class Supervisor:
    """One run. It holds every child on a leash: they end with it, however it ends."""

    def __init__(self, plan: Plan, installation: Installation) -> None:
        self._plan = plan
        self._installation = installation
        self._servers = Servers(None, None)
        self._settings: dict[str, dict[str, str]] = {}
        self._services: dict[str, Watched] = {}
        self._watched: list[Watched] = []

    def run(self) -> None:
        """Start everything, tell how to use it, watch it until someone says stop, stop everything.

        Raises Trouble when it can't start; then nothing is left running either.
        """
        with self._claimed(), Interruption(self._hurry) as interruption:
            try:
                self._start()
                say(banner(self._plan, self._installation))
                while True:
                    time.sleep(_LOOK_SECONDS)
                    restarted = [watched.look() for watched in self._watched]
                    if any(restarted):
                        self._record(ready=True)
            except Stopped:
                say("\nStopping ...")
            finally:
                interruption.settle()
                self._stop()

    @contextmanager
    def _claimed(self) -> Iterator[None]:
        try:
            claim = Claim.take(self._installation.claim)
        except InUse:
            run = self._installation.run()
            who = f" (pid {run.supervisor.pid}): {', '.join(run.urls.values())}" if run is not None else ""
            raise AlreadyRuns(f"Redress already runs here{who}. Stop that run first, with Ctrl-C or kill.") from None
        try:
            yield
        finally:
            claim.release()

    def _start(self) -> None:
        say("Starting Redress:")
        self._end_leftovers()
        require_free(self._plan.ports_by_setting(), host=self._plan.host)
        make_keys(self._installation.home / "keys")
        self._installation.mail.mkdir(exist_ok=True)
        self._servers = Servers.of(self._plan, self._installation)
        self._servers.start(self._plan)
        for server in (self._servers.postgres, self._servers.nats):
            if server is not None:
                self._watched.append(Watched(server.child, server.prepare))
        for name, url in self._servers.database_urls.items():
            self._settings[name] = self._plan.settings_of(
                name, self._installation, database_url=url, nats_url=self._servers.nats_url
            )
        with step("Migrations"):
            asyncio.run(self._migrate())
        with step("Streams"):
            asyncio.run(self._declare())
        with step(f"{len(SERVICES)} services, an API and a worker each"):
            self._start_services()
        self._record(ready=True)

    def _end_leftovers(self) -> None:
        """The claim is ours, so whatever a record names and still lives belongs to a run that was killed."""
        last = self._installation.last_run()
        orphans = [process.pid for process in last.processes.values() if process.lives] if last is not None else []
        if orphans:
            with step(f"Ending {len(orphans)} processes that a killed run left"):
                leftovers.end(orphans, politely=signal.SIGTERM)

    async def _migrate(self) -> None:
        for name, url in self._servers.database_urls.items():
            service = load_service(name)
            await upgrade(url, service.migrations, service.metadata)

    async def _declare(self) -> None:
        await declare(
            map(load_service, SERVICES),
            nats_url=self._servers.nats_url,
            max_age=timedelta(days=int(self._plan.given.get("REDRESS_STREAM_MAX_AGE_DAYS") or 30)),
        )

    def _start_services(self) -> None:
        for name in SERVICES:
            for process in ("api", "worker"):
                child = Child(
                    name=f"{name}-{process}",
                    command=[sys.executable, "-m", f"services.{name}", process],
                    log=self._installation.logs / f"{name}-{process}.log",
                    environment={**os.environ, **self._settings[name]},
                )
                watched = self._services[child.name] = Watched(child)
                self._watched.append(watched)
                watched.start()
        self._record(ready=False)
        deadline = time.monotonic() + _READY_SECONDS
        for name in SERVICES:
            self._await(f"{name}-api", self._plan.ports[name], deadline)
            self._await(f"{name}-worker", self._plan.worker_ports[name], deadline)

    def _await(self, name: str, port: int, deadline: float) -> None:
        child = self._services[name].child
        host = "127.0.0.1" if self._plan.host == "0.0.0.0" else self._plan.host  # noqa: S104
        while (trouble := readiness(host, port)) is not None:
            if child.exit_code is not None:
                raise ChildFailed(f"{name} ended with {describe_exit(child.exit_code)}.\n{child.tail()}")
            if time.monotonic() > deadline:
                raise ChildFailed(f"{name} is not ready: {trouble}.\n{child.tail()}")
            time.sleep(_LOOK_SECONDS / 2)

    def _record(self, *, ready: bool) -> None:
        self._installation.write_record(
            Run(
                supervisor=Process.of(os.getpid()),
                ready=ready,
                urls={name: self._plan.url_of(name) for name in SERVICES},
                environment=self._settings,
                database_server=self._plan.database_url,
                processes={
                    watched.child.name: Process.of(watched.child.pid)
                    for watched in self._watched
                    if watched.child.pid is not None
                },
            )
        )

    def _hurry(self) -> None:
        """Asked again while stopping: the services are killed, what they had accepted is in the database."""
        for watched in self._services.values():
            if watched.child.pid is not None:
                os.kill(watched.child.pid, signal.SIGKILL)

    def _stop(self) -> None:
        for watched in self._services.values():
            watched.child.ask_to_stop()
        deadline = time.monotonic() + _STOP_SECONDS
        for watched in self._services.values():
            watched.child.stop(seconds=max(0.1, deadline - time.monotonic()))
        self._servers.stop()
        self._installation.record.unlink(missing_ok=True)
        if self._watched:
            say("Nothing is left running.")
