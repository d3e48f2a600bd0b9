"""The commands of the people who run it, called as they call them."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import typer

from shared.embedded.keys import make_keys
from shared.runtime.durations import duration
from shared.runtime.installation import SERVICES
from tests.support.suite import Suite

_ROOT = Path(__file__).resolve().parents[2]
_JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+\n")


def _redress(
    *arguments: str, home: Path, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("REDRESS_", "DATABASE_URL", "NATS_URL"))
    }
    return subprocess.run(
        [sys.executable, "-c", "from shared.runtime.cli import main; main()", *arguments],
        env={**clean, "REDRESS_HOME": str(home), **(settings or {})},
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_token_prints_a_bare_token_and_nothing_else(tmp_path: Path) -> None:
    """SU-4: what a script may put in a header as it is."""
    make_keys(tmp_path / ".redress" / "keys")
    done = _redress("token", "--role", "lead", "--team", "north", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert _JWT.fullmatch(done.stdout)
    assert done.stderr == ""


def test_token_says_where_a_key_would_come_from(tmp_path: Path) -> None:
    """SU-4: without a key there is no token, and no traceback."""
    done = _redress("token", "--role", "admin", home=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "REDRESS_SIGNING_KEY_FILE" in done.stderr
    assert "Traceback" not in done.stderr


def test_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    """SU-4: tokens and links outlive a restart; the private half never leaves its file."""
    keys = make_keys(tmp_path / "keys")
    before = {path: path.read_text(encoding="utf-8") for path in (keys.signing, keys.jwks, keys.link)}
    assert {path: path.read_text(encoding="utf-8") for path in before} == before
    make_keys(tmp_path / "keys")
    assert {path: path.read_text(encoding="utf-8") for path in before} == before
    assert {stat.S_IMODE(path.stat().st_mode) for path in before} == {0o600}
    assert all("d" not in key for key in json.loads(before[keys.jwks])["keys"])


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"REDRESS_ENVIRONMENT": "production"}, "REDRESS_ENVIRONMENT is production"),
        ({"REDRESS_CLOCK_FILE": "/nowhere/clock"}, "without REDRESS_ENVIRONMENT=development"),
        ({}, "There is no development installation"),
    ],
)
def test_the_clock_is_refused_outside_development(tmp_path: Path, settings: dict[str, str], why: str) -> None:
    """SU-8: time moves only in development; anywhere else the command ends with exit code 2 and says why."""
    done = _redress("clock", "advance", "30h", home=tmp_path, settings=settings)
    assert done.returncode == 2
    assert why in done.stderr
    assert not (tmp_path / ".redress").exists()


def test_the_clock_moves_by_what_was_asked(tmp_path: Path) -> None:
    """SU-8: `redress clock advance 30h` moves time in development."""
    (tmp_path / ".redress").mkdir()
    before = _told_time(_redress("clock", "show", home=tmp_path))
    after = _told_time(_redress("clock", "advance", "1d6h", home=tmp_path))
    assert timedelta(hours=30) <= after - before < timedelta(hours=30, minutes=2)


def _told_time(done: subprocess.CompletedProcess[str]) -> datetime:
    assert done.returncode == 0, done.stderr
    return datetime.fromisoformat(done.stdout.split(" ")[0])


@pytest.mark.parametrize("span", ["", "30", "yesterday", "-5h", "1h-", "9" * 40 + "h", "1.5h"])
def test_a_span_that_is_none_is_named(span: str) -> None:
    """SU-8: nothing moves by a misunderstanding."""
    with pytest.raises(typer.BadParameter, match="write 30h"):
        duration(span)


def test_spans_add_up() -> None:
    """SU-8: days, hours, minutes and seconds, together."""
    assert duration("1d12h30m5s") == timedelta(days=1, hours=12, minutes=30, seconds=5)


def test_a_command_without_an_installation_says_what_to_start(tmp_path: Path) -> None:
    """SU-7: no traceback for what a person can put right."""
    done = _redress("dead-letters", "list", "intake", home=tmp_path)
    assert done.returncode == 1
    assert "redress up" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_service_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    """SU-7: the message names what there is."""
    done = _redress("serve", "billing", home=tmp_path)
    assert done.returncode == 1
    assert "intake, routing, followup, recognition" in done.stderr


def test_bad_ports_are_named_by_their_setting(tmp_path: Path) -> None:
    """SU-7: nothing starts on a port that is none, or on one that two want."""
    wrong = _redress("up", home=tmp_path, settings={"REDRESS_INTAKE_PORT": "70000"})
    assert (wrong.returncode, "REDRESS_INTAKE_PORT=70000 is not a port" in wrong.stderr) == (1, True)
    twice = _redress("up", home=tmp_path, settings={"REDRESS_INTAKE_PORT": "8002"})
    assert (twice.returncode, "REDRESS_INTAKE_PORT and REDRESS_ROUTING_PORT are both 8002" in twice.stderr) == (1, True)


def test_settings_that_are_missing_are_named_as_variables(tmp_path: Path) -> None:
    """SU-6: a container that lacks a secret says which."""
    done = _redress("serve", "routing", home=tmp_path, settings={"NATS_URL": "nats://127.0.0.1:1"})
    assert done.returncode == 1
    assert "DATABASE_URL: Field required" in done.stderr
    assert "REDRESS_LINK_KEY: Field required" in done.stderr


def test_doctor_finds_a_running_installation_well(running_suite: Suite) -> None:
    """SU-7: every command finds the running installation by its directory."""
    done = _redress(
        "doctor", home=running_suite.installation.home.parent, settings=dict(_ports(running_suite.environment))
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for name in SERVICES:
        assert f"{name}: database at version" in done.stdout
    assert "stream RECOGNITION" in done.stdout


def test_doctor_fails_when_a_database_does_not_answer(tmp_path: Path) -> None:
    """SU-7: the doctor tells what is wrong, what to do, and ends with exit code 1."""
    keys = make_keys(tmp_path / "keys")
    settings = {
        "REDRESS_ENVIRONMENT": "development",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/redress",
        "NATS_URL": "nats://127.0.0.1:1",
        "REDRESS_JWKS_FILE": str(keys.jwks),
        "REDRESS_LINK_KEY": keys.link_key(),
    }
    done = _redress("doctor", home=tmp_path, settings=settings)
    assert done.returncode == 1
    assert "fail  intake: database does not answer" in done.stdout
    assert "NATS at nats://127.0.0.1:1 does not answer" in done.stdout
    assert "-> Check DATABASE_URL" in done.stdout


def test_dead_letters_and_republish_reach_the_running_installation(running_suite: Suite) -> None:
    """SU-1: what a service could not take is listed; a broker's memory can be healed."""
    home = running_suite.installation.home.parent
    listed = _redress("dead-letters", "list", "routing", home=home)
    assert (listed.returncode, listed.stdout) == (0, "routing has no dead letters.\n"), listed.stderr
    again = _redress("republish", "recognition", "--since", "2h", home=home)
    assert again.returncode == 0, again.stderr
    assert "events of recognition are published again" in again.stdout


def test_chores_are_listed_and_done_in_the_running_installation(running_suite: Suite) -> None:
    """IN-22: the figures are counted anew and found right; a chore that is none is answered with those that are."""
    home = running_suite.installation.home.parent
    listed = _redress("chore", "intake", home=home)
    assert [line.partition(":")[0] for line in listed.stdout.splitlines()] == ["recount", "check-figures"]
    counted = _redress("chore", "intake", "recount", home=home)
    assert re.fullmatch(r"\d+ complaints counted\n", counted.stdout), counted.stderr
    checked = _redress("chore", "intake", "check-figures", home=home)
    assert checked.stdout.startswith("The figures are right"), checked.stderr
    unknown = _redress("chore", "intake", "sweep", home=home)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "it has recount, check-figures" in unknown.stderr


def _ports(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in environment.items() if name.endswith("_PORT")]
