"""Docker and its compose, as commands; on a machine without image registries, through the engine that is named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Failed(Exception):
    """A command that had to work did not; the message carries what it said."""


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None, stdin: str | None = None) -> str:
    """Run a command to its end and return what it printed. Raises Failed."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(env or {})}, input=stdin, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def start_engine() -> None:
    """Where CONTAINERS_ENGINE names a script: start its engine, with stand-ins for the images that we name."""
    script = os.environ.get("CONTAINERS_ENGINE")
    if script:
        run([script, "for", "deploy/Dockerfile", "docker-compose.yml"])
    run(["docker", "info", "--format", "{{.ServerVersion}}"])


def compose_command() -> list[str]:
    """`docker compose` where the plugin is, else `docker-compose`. Raises Failed when there is neither."""
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    if plugin.returncode == 0:
        return ["docker", "compose"]
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    raise Failed("Neither `docker compose` nor `docker-compose` is installed.")


@dataclass(frozen=True)
class Project:
    """One compose project: its name, its files, and the environment that fills them in."""

    name: str
    files: tuple[str, ...]
    env: Mapping[str, str]
    command: Sequence[str] = field(default_factory=compose_command)

    def compose(self, *arguments: str, stdin: str | None = None) -> str:
        """Run a compose command on this project. Raises Failed."""
        files = [part for name in self.files for part in ("-f", name)]
        return run([*self.command, "-p", self.name, *files, *arguments], env=self.env, stdin=stdin)

    def containers(self) -> dict[str, dict[str, Any]]:
        """What `docker inspect` knows of each container, by the name of its service; `compose run` left out."""
        listed = run(["docker", "ps", "-aq", "--filter", f"label=com.docker.compose.project={self.name}"]).split()
        if not listed:
            return {}
        found: list[dict[str, Any]] = json.loads(run(["docker", "inspect", *listed]))
        return {
            labels["com.docker.compose.service"]: container
            for container in found
            if (labels := container["Config"]["Labels"]).get("com.docker.compose.oneoff", "False") == "False"
        }

    def wait_healthy(self, *, patience: timedelta) -> None:
        """Until every long-running container is healthy. Raises Failed, naming those that are not."""
        deadline = time.monotonic() + patience.total_seconds()
        while troubled := {name: state for name, one in self.containers().items() if (state := _trouble(one))}:
            if time.monotonic() > deadline:
                raise Failed(f"not healthy after {patience}: {troubled}\n{self.last_words(troubled)}")
            time.sleep(0.5)

    def last_words(self, names: Sequence[str] | Mapping[str, str]) -> str:
        """The ends of these services' logs."""
        return "\n".join(self.compose("logs", "--no-color", "--tail", "25", name) for name in names)

    def execute(self, service: str, *command: str, stdin: str | None = None) -> str:
        """Run a command in a service's container. Raises Failed."""
        container = self.containers()[service]["Id"]
        return run(["docker", "exec", "-i", container, *command], stdin=stdin)

    def down(self) -> None:
        """Remove containers, networks and volumes: everything but the images."""
        self.compose("--profile", "console", "down", "--volumes", "--remove-orphans", "--timeout", "20")


def _trouble(container: Mapping[str, Any]) -> str | None:
    """Why a container is not as it should be: a one-shot has ended well, any other is healthy."""
    state = container["State"]
    one_shot = container["HostConfig"]["RestartPolicy"]["Name"] in {"", "no"}
    if one_shot:
        return (
            None if state["Status"] == "exited" and state["ExitCode"] == 0 else f"{state['Status']} {state['ExitCode']}"
        )
    health = state.get("Health", {}).get("Status", "has no health check")
    return None if state["Status"] == "running" and health == "healthy" else f"{state['Status']}, {health}"
