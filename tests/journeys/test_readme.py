"""The README's story, run literally: every command succeeds, and every answer is as the page shows it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.journeys import readme
from tests.journeys.console import ROOT
from tests.journeys.readme import Step
from tests.support.suite import Suite

_PATIENCE_SECONDS = 30
_END = "--- end of this step ---"
_PORTS = {"intake": 8001, "routing": 8002, "followup": 8003, "recognition": 8004}


class Shell:
    """A terminal with a POSIX shell in it, in which one step follows the other and any failure is the end."""

    def __init__(self, suite: Suite) -> None:
        self._urls = suite.urls
        self._process = subprocess.Popen(
            ["/bin/sh", "-e"],
            cwd=ROOT,
            env=dict(suite.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, step: Step) -> str:
        """What the step prints, its errors included. Fails when a command that changes something does."""
        commands = step.commands
        for name, port in _PORTS.items():
            commands = commands.replace(f"localhost:{port}", self._urls[name].removeprefix("http://"))
        if step.only_looks:
            # What is there only after an event has come may not be there yet: then it is looked at again.
            commands = f"{{\n{commands}\n}} || true"
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{commands}\nprintf '\\n{_END}\\n'\n")
        self._process.stdin.flush()
        printed = []
        for line in self._process.stdout:
            if line.strip() == _END:
                return "".join(printed)
            printed.append(line)
        raise AssertionError(f"{commands}\nfailed: {''.join(printed)}")

    def close(self) -> None:
        """Leave it."""
        self._process.communicate()


@pytest.fixture
def shell(running_suite: Suite) -> Iterator[Shell]:
    opened = Shell(running_suite)
    yield opened
    opened.close()


def as_shown(shell: Shell, step: Step) -> None:
    """Run a step until its answer is as the page shows it; one that changes something is run once."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while different := readme.differences(step, shell.run(step)):
        assert step.only_looks, f"{step.commands}\n{different}"
        assert time.monotonic() < deadline, f"{step.commands}\n{different}"
        time.sleep(0.1)


def test_the_story_of_the_readme_is_true(shell: Shell) -> None:
    """SU-7: a newcomer's first quarter of an hour: the page's commands in its order, on the running suite."""
    story = readme.steps()
    assert len([step for step in story if step.shown]) >= 12
    for step in story:
        as_shown(shell, step)


@pytest.mark.parametrize(
    ("shown", "answer"),
    [
        ('{"status": "closed"}', '{"status": "reopened"}'),
        ('{"status": "closed"}', '{"state": "closed"}'),
        ('{"valid": 1}', '{"valid": true}'),
        ('{"items": [{"n": 1}]}', '{"items": []}'),
        ('{"id": "01a20147-4968-7654-a983-d800a6c6fed3"}', '{"id": "x"}'),
    ],
)
def test_a_page_that_shows_something_else_is_noticed(shown: str, answer: str) -> None:
    """The comparison itself can fail."""
    assert readme.differences(Step("ask localhost:8001/v1/complaints", shown, is_json=True), answer)
