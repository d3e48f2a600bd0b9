"""Where PostgreSQL's data, socket and programs may be, given who runs it and what that user may enter."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from shared.embedded.account import Account
from shared.embedded.trouble import Trouble

_ELSEWHERE = Path("/var/tmp")  # noqa: S108 - survives a restart of the machine, and any user may enter it
_SOCKETS = Path("/tmp")  # noqa: S108 - a Unix socket's path holds at most 107 bytes
_PRIVATE = 0o700
_PASSABLE = 0o711


class UnsafePlace(Trouble):
    """A directory that should be ours belongs to someone else."""


@dataclass(frozen=True, slots=True)
class Places:
    """The directories of one embedded PostgreSQL."""

    data: Path
    sockets: Path
    programs: Path


def find_places(home: Path, programs: Path, account: Account | None) -> Places:
    """Choose and make the directories for the installation in `home` (its .redress directory).

    Normally the data is in home/postgres. Where the account may not enter `home` (a clone below /root), data and, if
    need be, a copy of the programs go below /var/tmp; home/postgres then is a link and home/elsewhere records it for
    `make clean`. Raises UnsafePlace when one of the shared places was taken by another user.
    """
    home.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256(f"{home.resolve()}:{os.geteuid()}".encode()).hexdigest()[:12]
    sockets = _own(_SOCKETS / f"redress-{mark}", mode=_PRIVATE, account=account)
    data = home / "postgres"
    if account is None:
        return Places(data, sockets, programs)
    other = _ELSEWHERE / f"redress-{mark}"
    if not account.can_run(programs / "initdb"):
        _record(home, other)
        programs = _copied(programs, other / "wheel", account)
    if data.is_symlink() or not account.can_enter(home):
        _record(home, other)
        if not data.is_symlink():
            data.symlink_to(other / "postgres")
        data = other / "postgres"
    return Places(data, sockets, programs)


def _copied(programs: Path, target: Path, account: Account) -> Path:
    """A copy of the wheel's programs with the libraries that they find by their own place."""
    install = programs.parent
    package = install.parent
    copy = target / package.name / install.name / programs.name
    if not account.can_run(copy / "initdb"):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(install, target / package.name / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name, symlinks=True)
        account.owns(target)
    return copy


def _record(home: Path, other: Path) -> None:
    _own(other, mode=_PASSABLE, account=None)
    (home / "elsewhere").write_text(f"{other}\n", encoding="utf-8")


def _own(folder: Path, *, mode: int, account: Account | None) -> Path:
    """Make a directory in a place that everyone may write to, or check that the one there is ours."""
    folder.mkdir(mode=mode, exist_ok=True)
    found = folder.lstat()
    ours = {os.geteuid()} if account is None else {os.geteuid(), account.uid}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise UnsafePlace(f"{folder} belongs to another user. Remove it, or run from another directory.")
    folder.chmod(mode)
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    return folder


def forget(home: Path) -> None:
    """Remove an installation's directory with what it had to put elsewhere. Nothing may run from it."""
    record = home / "elsewhere"
    if record.exists():
        other = Path(record.read_text(encoding="utf-8").strip())
        if other.parent == _ELSEWHERE and other.name.startswith("redress-"):
            shutil.rmtree(other, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)
