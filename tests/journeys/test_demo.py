"""The demonstration: its words on the running suite, and `make demo` as a person runs it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.journeys import demo
from tests.journeys.console import ROOT
from tests.support.suite import Suite

_SAID = (
    "200 recorded, 0 already there, 0 refused",
    'says "solved"',
    'says "not solved"',
    "The fifth comment grants one paid day off",
    "redeemed: taken on",
    "Complaints without an owner: 0. Events that a service could not use: 0.",
)


def test_the_demonstration_tells_the_story_to_its_end(running_suite: Suite, capfd: pytest.CaptureFixture[str]) -> None:
    """IN-1, IN-2: 200 real complaints come in, each with an owner; the story is told in words."""
    demo.play(running_suite)
    told = " ".join(capfd.readouterr().out.split())
    for said in _SAID:
        assert said in told


@pytest.mark.long
def test_the_demonstration_starts_its_own_suite_and_leaves_nothing() -> None:
    """SU-7: one command, beside whatever else runs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.demo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = " ".join(done.stdout.split())
    for said in (*_SAID, "200 of 200 have an owner"):
        assert said in told
    assert not demo.HOME.exists()
