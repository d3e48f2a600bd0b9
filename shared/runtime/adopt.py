"""Lets a command find the running development installation: its settings, where the person has given none."""

from __future__ import annotations

import os

from shared.embedded.trouble import Trouble
from shared.runtime.installation import SERVICES, Installation, NoSuchService
from shared.settings import SECRETS, Environment


class NotRunning(Trouble):
    """Nothing tells this command which installation it is for."""


def adopt(service: str) -> None:
    """Complete this process's environment with the settings of the service in the living run, if there is one.

    What is set stays, and in production nothing is taken over. Raises NoSuchService, NotRunning.
    """
    if service not in SERVICES:
        raise NoSuchService(f"There is no service {service!r}; there are {', '.join(SERVICES)}.")
    if os.environ.get("REDRESS_ENVIRONMENT") == Environment.PRODUCTION.value:
        return
    run = Installation.here().run()
    if run is None or service not in run.environment:
        if not os.environ.get("DATABASE_URL") and not (SECRETS / "database_url").exists():
            raise NotRunning(
                f"No installation runs in {Installation.here().home.parent}. Start it with `redress up`, "
                "go to its directory (or set REDRESS_HOME), or set DATABASE_URL and NATS_URL."
            )
        return
    settings = run.environment[service]
    given = os.environ.get("DATABASE_URL")
    if given and given != run.database_server:
        # Another installation is meant, and its keys are not ours.
        return
    os.environ["DATABASE_URL"] = settings["DATABASE_URL"]
    for name, value in settings.items():
        os.environ.setdefault(name, value)
