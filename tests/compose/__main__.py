"""Builds, starts, inspects, plays the story, and leaves nothing behind but the images.

CONTAINERS_ENGINE may name a script that starts an engine where there is none; KEEP=1 leaves the containers running.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from shared.kernel.ids import new_id
from tests.compose import checks
from tests.compose.engine import Failed, Project, run, start_engine
from tests.journeys.installation import Doors, visiting
from tests.journeys.story import play

IMAGE = "redress:compose-test"
GATEWAY = os.environ.get("REDRESS_GATEWAY", "127.0.0.1:18080")
PATIENCE = timedelta(minutes=4)
_began = time.monotonic()


def say(text: str) -> None:
    """A line with the time since the start."""
    print(f"[{time.monotonic() - _began:6.1f} s] {text}", flush=True)


def settings(secrets: Path) -> dict[str, str]:
    """What docker-compose.yml is told, instead of a .env."""
    return {
        "REDRESS_IMAGE": IMAGE,
        "REDRESS_SECRETS": str(secrets),
        "REDRESS_GATEWAY": GATEWAY,
        "REDRESS_PUBLIC_URL": f"http://{GATEWAY}",
        "REDRESS_DUTY_OWNER_ID": str(new_id()),
    }


def inspect(production: Project, secrets: Path) -> None:
    """Start it as it is deployed, and look at the containers."""
    production.compose("up", "-d")
    production.wait_healthy(patience=PATIENCE)
    say("production: all containers are healthy")
    checks.processes_are_confined(production)
    checks.only_the_gateway_is_outside(production)
    say("no process is root or can write to its image; only the gateway is reached from outside")
    checks.services_are_apart_on_nats(production)
    checks.services_are_apart_on_postgresql(production)
    say("each service has its own subjects, consumers and database, and is refused the others'")
    checks.secrets_stay_in_their_files(production, image=IMAGE, secrets=secrets)
    checks.production_refuses_to_move_the_clock(production)
    say("no secret left its file; the clock can't be moved")


def live(development: Project) -> None:
    """Start it again with a clock that can be moved, and play the story through the gateway."""
    development.compose("up", "-d")
    development.wait_healthy(patience=PATIENCE)
    say("development: restarted with a clock that can be moved; all containers are healthy")

    def console(*command: str) -> str:
        return development.compose("--profile", "console", "run", "--rm", "-T", "console", "redress", *command)

    def mint(role: str, staff: UUID | None) -> str:
        return console("token", "--role", role, *(["--staff", str(staff)] if staff else [])).strip()

    def advance(by: timedelta) -> None:
        console("clock", "advance", f"{int(by.total_seconds()) + 1}s")

    with visiting(Doors.behind(f"http://{GATEWAY}"), mint, advance) as there:
        play(there, tell=say)
    checks.the_story_left_its_traces(development)
    say("two surveys went out as mail, once each; no event is dead")


def main() -> None:
    """The whole test. Leaves with 1 and the reason when something is not as it must be."""
    keep = bool(os.environ.get("KEEP"))
    folder = Path(tempfile.mkdtemp(prefix="redress-compose-test-"))
    secrets = folder / "secrets"
    env = settings(secrets)
    start_engine()
    run(["deploy/make-secrets", str(secrets)], env=env)
    production = Project("redress-test", ("docker-compose.yml",), env)
    development = Project("redress-test", ("docker-compose.yml", "deploy/compose.test.yml"), env)
    development.down()
    try:
        production.compose("build", "intake")
        size = int(run(["docker", "image", "inspect", "--format", "{{.Size}}", IMAGE])) / 1e6
        say(f"the image is built: {size:.0f} MB with its base")
        inspect(production, secrets)
        live(development)
    except (Failed, AssertionError):
        print(development.last_words(checks.OURS), file=sys.stderr)
        raise
    finally:
        if not keep:
            development.down()
            shutil.rmtree(folder)
    say(f"kept running, with its secrets in {folder}" if keep else "done, and nothing was left but the image")


if __name__ == "__main__":
    main()
