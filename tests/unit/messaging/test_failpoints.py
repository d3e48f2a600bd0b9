"""Failpoints kill a development process at the named place, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

PROGRAM = "from shared.messaging.failpoints import hit; hit('relay.read'); hit('relay.published'); print('alive')"


@pytest.mark.parametrize(
    ("environment", "failpoint", "code"),
    [
        ("development", "relay.published", -signal.SIGKILL),
        ("development", "consumer.applied", 0),
        ("production", "relay.published", 0),
        ("", "relay.published", 0),
    ],
)
def test_dies_only_in_development_and_only_where_named(environment: str, failpoint: str, code: int) -> None:
    """SU-1: a crash at a chosen step is a real kill -9, and impossible in production."""
    variables = os.environ | {"REDRESS_ENVIRONMENT": environment, "REDRESS_FAILPOINT": failpoint}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=variables, capture_output=True, check=False, timeout=60)
    assert done.returncode == code
    assert (b"alive" in done.stdout) == (code == 0)
