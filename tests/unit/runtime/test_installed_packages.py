"""The doctor compares what is installed with the lock, which may pin one package for each range of Pythons."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from shared.runtime.checks.machine import packages

HERE = version("pytest")


@pytest.mark.parametrize(
    ("lock", "told"),
    [
        (f"pytest=={HERE} \\\n    --hash=sha256:00\n", "installed packages are those of requirements.lock"),
        (
            f"pytest==0.1 ; python_full_version < '3.0' \\\npytest=={HERE} ; python_full_version >= '3.0' \\\n",
            "installed packages are those of requirements.lock",
        ),
        (
            "pytest==0.1 ; python_full_version < '3.0' \\\npytest==0.2 ; python_full_version >= '3.0' \\\n",
            f"installed packages differ from requirements.lock: pytest is {HERE}, not 0.1 or 0.2",
        ),
        (
            "no-such-thing==1.0 ; sys_platform == 'elsewhere' \\\n",
            "installed packages are those of requirements.lock",
        ),
        ("no-such-thing==1.0 \\\n", "installed packages differ from requirements.lock: no-such-thing is missing"),
    ],
)
def test_what_is_installed_is_compared_with_the_lock(lock: str, told: str, tmp_path: Path) -> None:
    """SU-7: a package pinned for each range of Pythons is well with any; another version or a missing one is told."""
    file = tmp_path / "requirements.lock"
    file.write_text(lock, encoding="utf-8")
    assert [finding.what for finding in packages(file)] == [told]
