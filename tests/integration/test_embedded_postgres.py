"""The embedded PostgreSQL: its data stays, and it comes back from whatever a crash left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from shared.embedded import leftovers
from shared.embedded.child import Child
from shared.embedded.places import forget
from shared.embedded.postgres import EmbeddedPostgres, NoPostgres

_OWNER = """
import sys
from pathlib import Path
from shared.embedded.postgres import EmbeddedPostgres
home = Path(sys.argv[1])
server = EmbeddedPostgres(home, log=home / "postgres.log")
server.start()
(home / "ready").write_text(str(server.child.pid))
sys.stdin.close()
import signal
signal.pause()
"""
_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def home(test_home: Path) -> Iterator[Path]:
    place = test_home / "healing"
    forget(place)
    yield place
    forget(place)


def _server(home: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(home, log=home / "postgres.log")


async def _count(server: EmbeddedPostgres) -> int:
    """How often this was asked of this data before, and once more."""
    connection = await asyncpg.connect(server.url())
    try:
        await connection.execute("CREATE TABLE IF NOT EXISTS visit (n int)")
        await connection.execute("INSERT INTO visit VALUES (1)")
        return int(await connection.fetchval("SELECT count(*) FROM visit"))
    finally:
        await connection.close()


async def test_data_is_kept_between_runs_and_fsync_is_on(home: Path) -> None:
    """SU-7: what was committed is there after a stop."""
    server = _server(home)
    server.start()
    before = await _count(server)
    server.stop()
    server.start()
    try:
        assert await _count(server) == before + 1
        connection = await asyncpg.connect(server.url())
        assert await connection.fetchval("SHOW fsync") == "on"
        assert str(await connection.fetchval("SHOW server_version")).startswith("18")
        await connection.close()
    finally:
        server.stop()


async def test_a_killed_server_with_stale_files_starts_again(home: Path) -> None:
    """SU-7: kill -9 leaves a pid file; it may by now name any other process, here this test."""
    server = _server(home)
    server.start()
    before = await _count(server)
    server.child.kill()
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text(encoding="utf-8").splitlines()
    lines[0] = str(os.getpid())
    pid_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    server.start()
    try:
        assert await _count(server) == before + 1
    finally:
        server.stop()


async def test_it_ends_with_a_killed_owner_and_the_next_takes_over(home: Path) -> None:
    """SU-7: no process is left after a kill -9 of the parent."""
    (home / "ready").unlink(missing_ok=True)
    owner = Child(
        name="owner",
        command=[sys.executable, "-c", _OWNER, str(home)],
        log=home / "owner.log",
        directory=_ROOT,
    )
    owner.start()
    try:
        owner.wait_until((home / "ready").exists, seconds=60)
        orphan = int((home / "ready").read_text())
    finally:
        owner.kill()
    server = _server(home)
    server.start()
    try:
        assert not leftovers.is_alive(orphan)
        assert await _count(server) > 0
    finally:
        server.stop()
    assert list(leftovers.working_in(server.data)) == []


def test_a_second_server_on_the_same_data_is_refused(home: Path) -> None:
    """SU-7: two servers would destroy the data; the second says who is in the way."""
    first = _server(home)
    first.start()
    try:
        with pytest.raises(NoPostgres, match="Another process runs the PostgreSQL in"):
            _server(home).start()
    finally:
        first.stop()


def test_data_of_another_version_is_named(home: Path) -> None:
    """SU-7: the message says which version is there, and what removes it."""
    server = _server(home)
    server.start()
    server.stop()
    version = server.data / "PG_VERSION"
    version.write_text("16\n", encoding="ascii")
    try:
        with pytest.raises(NoPostgres, match=r"of PostgreSQL 16, not 18.*make clean"):
            server.start()
    finally:
        version.write_text("18\n", encoding="ascii")
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands PostgreSQL to another user")
def test_as_root_in_a_closed_directory_the_data_goes_elsewhere(tmp_path: Path) -> None:
    """SU-7: a clone below /root, which no other user may enter, works too; the place is recorded for make clean."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = closed / ".redress"
    server = _server(home)
    server.start()
    try:
        elsewhere = Path((home / "elsewhere").read_text(encoding="utf-8").strip())
        assert elsewhere.parent == Path("/var/tmp")
        assert (home / "postgres").resolve() == elsewhere / "postgres"
        owner = subprocess.run(
            ["stat", "-c", "%u", str(elsewhere / "postgres")], capture_output=True, text=True, check=True
        )
        assert owner.stdout.strip() != "0"
    finally:
        server.stop()
        forget(home)
    assert not elsewhere.exists()


def test_a_stop_is_a_fast_shutdown(home: Path) -> None:
    """SU-7: the server is asked to end sessions and close, not killed."""
    server = _server(home)
    server.start()
    server.stop()
    assert server.child.exit_code == 0
    assert server.child.stop_signal is signal.SIGINT
    assert not (server.data / "postmaster.pid").exists()
