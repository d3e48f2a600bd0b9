"""The user that PostgreSQL runs as: it refuses root, so root hands it to an unprivileged account."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from shared.embedded.trouble import Trouble

_CANDIDATES = ("nobody", "postgres")
_EXECUTE_SECONDS = 20


class NoAccount(Trouble):
    """This is root, and the machine has no unprivileged user to run PostgreSQL as."""


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged user of this machine."""

    name: str
    uid: int
    gid: int

    def owns(self, path: Path) -> None:
        """Make `path` and what is below it belong to this user."""
        for folder, _, files in os.walk(path):
            os.chown(folder, self.uid, self.gid)
            for name in files:
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)

    def can_enter(self, folder: Path) -> bool:
        """Whether this user can work in `folder`: every directory above it lets them through."""
        return self._succeeds(["test", "-x", str(folder)])

    def can_run(self, program: Path) -> bool:
        """Whether this user can execute `program`, libraries and directories above it included."""
        return self._succeeds([str(program), "--version"])

    def _succeeds(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(  # noqa: S603
                command,
                user=self.uid,
                group=self.gid,
                extra_groups=[],
                cwd="/",
                capture_output=True,
                check=False,
                timeout=_EXECUTE_SECONDS,
            )
        except OSError:
            return False
        return done.returncode == 0


def unprivileged_account() -> Account | None:
    """The user to become for PostgreSQL; None when this process is no root and stays who it is.

    Raises NoAccount when this is root and neither `postgres` nor `nobody` exists.
    """
    if os.geteuid() != 0:
        return None
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise NoAccount(
        "PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody. "
        "Run as a normal user, add one (useradd --system postgres), or set DATABASE_URL."
    )
