"""The command line, run as people run it: .venv/bin/redress, in the repository, with an installation's environment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REDRESS = Path(sys.executable).with_name("redress")
_SECONDS = 120


@dataclass(frozen=True)
class Console:
    """Runs commands against one installation."""

    environment: Mapping[str, str]

    def redress(self, *arguments: str) -> str:
        """What `redress ...` prints. Fails with its error output when it does not end with 0."""
        done = subprocess.run(
            [REDRESS, *arguments],
            cwd=ROOT,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"redress {' '.join(arguments)} ended with {done.returncode}: {done.stderr}"
        return done.stdout
