"""The processes of a service: `python -m services.<name> api | worker | migrate`."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import NoReturn

import asyncpg
import structlog
import uvicorn
import uvloop
from pydantic import ValidationError

from shared.db.engine import dsn
from shared.db.migrate import upgrade
from shared.embedded.ports import require_free
from shared.embedded.trouble import Trouble
from shared.http.app import build_app
from shared.messaging.context import Context
from shared.messaging.wakeup import Wakeup
from shared.messaging.worker import Worker
from shared.observability.logs import configure_logs
from shared.runtime.context import open_context
from shared.runtime.installation import WORKER_PORT_DISTANCE
from shared.runtime.listener import listening
from shared.runtime.service import Service
from shared.settings import Environment, Settings

_log = structlog.get_logger(__name__)
_DRAIN_SECONDS = 15
"""How long requests in flight may take after SIGTERM; a container's grace period is longer."""
_BACKLOG = 2048


class BadSettings(Trouble):
    """Settings that are missing, malformed or not allowed; the message names each."""


def main(service: Service) -> NoReturn:
    """Run the process that the command line names; ends with its exit code."""
    parser = argparse.ArgumentParser(prog=f"python -m services.{service.name}", description=service.description)
    parser.add_argument("process", choices=["api", "worker", "migrate"], help="what to run")
    process: str = parser.parse_args().process
    run(service, process)


def run(service: Service, process: str) -> NoReturn:
    """Run `api`, `worker` or `migrate` of a service until it ends or is told to stop."""
    try:
        settings = read_settings(service)
        configure_logs(
            service=service.name,
            json=settings.environment is Environment.PRODUCTION,
            level=settings.log_level,
        )
        match process:
            case "api":
                _serve(service, settings)
            case "worker":
                uvloop.run(_work(service, settings))
            case "migrate":
                uvloop.run(migrate(service, settings))
            case _:
                raise ValueError(process)
    except Trouble as error:
        sys.exit(f"{service.name} {process}: {error}")
    except (OSError, asyncpg.PostgresError) as error:
        _log.exception("ended", process=process)
        sys.exit(f"{service.name} {process}: {error or type(error).__name__}")
    sys.exit(0)


def read_settings(service: Service) -> Settings:
    """The service's settings from the environment and /run/secrets. Raises BadSettings."""
    try:
        return service.settings()
    except ValidationError as error:
        lines = [f"  {_variable(problem['loc'])}: {problem['msg']}" for problem in error.errors()]
        raise BadSettings("\n".join(["These settings must be put right:", *lines])) from None


async def migrate(service: Service, settings: Settings) -> None:
    """Bring the service's database to its newest version."""
    await upgrade(settings.database_url.get_secret_value(), service.migrations, service.metadata)
    _log.info("migrated", service=service.name)


def _spare_the_collector() -> None:
    """Let Python's cycle collector leave alone what a process keeps until its end (modules, schemas, routes), and
    look less often at what a batch makes: reference counts free nearly all of it anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _serve(service: Service, settings: Settings) -> None:
    port = settings.port or service.port
    require_free({"REDRESS_PORT": port}, host=settings.host)

    def context() -> AbstractAsyncContextManager[Context]:
        return open_context(service, settings, application_name=f"redress {service.name} api")

    app = build_app(service, context)
    _spare_the_collector()
    uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=port,
            loop="uvloop",
            http="httptools",
            ws="none",
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            # Nothing here asks for the caller's address; where a gateway stands before us it would be the gateway's.
            proxy_headers=False,
            backlog=_BACKLOG,
            timeout_graceful_shutdown=_DRAIN_SECONDS,
        )
    ).run()


async def _work(service: Service, settings: Settings) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    port = settings.worker_port or (settings.port or service.port) + WORKER_PORT_DISTANCE
    require_free({"REDRESS_WORKER_PORT": port}, host=settings.host)
    name = f"redress {service.name} worker"
    wakeup = Wakeup(dsn(settings.database_url.get_secret_value()), application_name=f"{name} wakeup")
    try:
        async with open_context(service, settings, application_name=name, wakeup=wakeup) as context:
            worker = Worker(service, context, wakeup=wakeup)
            _spare_the_collector()

            async def troubles() -> Mapping[str, str]:
                return {part: trouble for part, trouble in (await worker.health()).items() if trouble is not None}

            async with listening(settings.host, port, troubles):
                _log.info("worker_started", service=service.name, port=port)
                await worker.run(stop)
    finally:
        await wakeup.close()
    _log.info("worker_stopped", service=service.name)


def _variable(location: tuple[int | str, ...]) -> str:
    """The environment variable of a setting that failed its check."""
    if not location:
        return "in combination"
    name = str(location[0])
    return name if name.isupper() else f"REDRESS_{name.upper()}"
