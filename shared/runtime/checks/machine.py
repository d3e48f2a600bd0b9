"""Looks at this machine: Python, packages, ports, disk, and the files of the embedded installation."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import stat
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from shared.embedded.keys import DevelopmentKeys
from shared.embedded.ports import holder_of, is_free
from shared.embedded.postgres import MAJOR
from shared.kernel.clock import FileClock
from shared.runtime.finding import Finding, fail, ok, warn
from shared.runtime.installation import Installation, Run
from shared.runtime.plan import BadSetting, Plan

_OLDEST = (3, 11)
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)\s*(;[^\\]*)?", re.MULTILINE)
_LITTLE_SPACE = 2 * 1024**3


def python() -> Iterator[Finding]:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST:
        yield fail(f"Python {version}", "Redress needs 3.11 or newer.")
    else:
        yield ok(f"Python {version}")


def packages(lock: Path) -> Iterator[Finding]:
    """Whether what is installed is what the lock says; it may pin a package once for each range of Pythons."""
    if not lock.exists():
        yield ok("installed packages (no lock file here to compare with)")
        return
    pinned: dict[str, list[str]] = defaultdict(list)
    needed: set[str] = set()
    for name, version, marker in _PINNED.findall(lock.read_text(encoding="utf-8")):
        pinned[name].append(version)
        if not marker:
            needed.add(name)
    wrong = []
    for name, versions in pinned.items():
        found = _installed(name)
        if found is None and name in needed:
            wrong.append(f"{name} is missing")
        if found is not None and found not in versions:
            wrong.append(f"{name} is {found}, not {' or '.join(versions)}")
    if wrong:
        yield fail(
            f"installed packages differ from {lock.name}: {', '.join(wrong[:5])}", "Remove .venv, run make setup."
        )
    else:
        yield ok(f"installed packages are those of {lock.name}")


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def ports(environment: Mapping[str, str], run: Run | None) -> Iterator[Finding]:
    """Whether the ports are free, unless an installation runs and holds them itself."""
    try:
        plan = Plan.of(environment)
    except BadSetting as error:
        yield fail("ports", str(error))
        return
    if run is not None:
        yield ok("ports (the running installation holds its own)")
        return
    wanted = plan.ports_by_setting()
    if plan.nats_url is None:
        wanted["REDRESS_NATS_PORT"] = plan.nats_port
    taken = {setting: port for setting, port in wanted.items() if not is_free(port, host=plan.host)}
    for setting, port in taken.items():
        holder = holder_of(port) or "another process"
        yield warn(f"port {port} is held by {holder}", f"`redress up` will need it: stop that, or set {setting}.")
    if not taken:
        yield ok(f"ports {', '.join(str(port) for port in sorted(wanted.values()))} are free")


def data(installation: Installation) -> Iterator[Finding]:
    """The embedded servers' data, and room for more."""
    if not installation.home.is_dir():
        yield ok(f"no embedded data in {installation.home.parent}")
        return
    version = installation.home / "postgres" / "PG_VERSION"
    if version.exists():
        found = version.read_text(encoding="ascii").strip()
        if found == MAJOR:
            yield ok(f"embedded PostgreSQL data, version {found}")
        else:
            yield fail(f"embedded PostgreSQL data is of version {found}, not {MAJOR}", "`make clean` removes it.")
    configuration = installation.home / "nats.conf"
    if configuration.exists():
        if "sync_interval: always" in configuration.read_text(encoding="utf-8"):
            yield ok("embedded NATS writes every acknowledged message to the disk (sync_interval always)")
        else:
            yield fail("embedded NATS may lose acknowledged messages", "Run `redress up` again: it writes nats.conf.")
    free = shutil.disk_usage(installation.home).free
    room = f"{free / 1024**3:.1f} GiB free on the disk of {installation.home}"
    if free < _LITTLE_SPACE:
        yield warn(room, "A full disk stops NATS without an error, until it is restarted: make room.")
    else:
        yield ok(room)


def keys(found: DevelopmentKeys) -> Iterator[Finding]:
    """The development keys, where there are any."""
    if not found.signing.parent.is_dir():
        return
    if not found.exist():
        yield fail(
            f"keys in {found.signing.parent} are incomplete", "Remove that directory; `redress up` makes new ones."
        )
        return
    open_to_others = [path.name for path in (found.signing, found.link) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_to_others:
        yield fail(f"others may read {', '.join(open_to_others)}", f"chmod 600 in {found.signing.parent}.")
    else:
        yield ok("development keys, readable by their owner alone")


def clock(path: Path) -> Iterator[Finding]:
    """The development clock, where there is one."""
    try:
        offset = FileClock(path).offset()
    except ValueError:
        yield fail(f"{path} holds no number of seconds", "Remove it: the machine's time counts again.")
        return
    if offset:
        yield warn(
            f"the development clock is {offset} ahead", "Meant so? `make clean` starts anew, there is no way back."
        )
    else:
        yield ok("the clock is the machine's")


def mail(environment: Mapping[str, str], folder: Path) -> Iterator[Finding]:
    """Where e-mail goes."""
    if environment.get("REDRESS_SMTP_URL"):
        yield ok("e-mail goes to the server in REDRESS_SMTP_URL")
    elif folder.is_dir():
        yield ok(f"e-mail lands as files in {folder}")
    else:
        yield warn("e-mail goes nowhere yet", "Set REDRESS_SMTP_URL; or `redress up`, which keeps it as files.")
