"""The embedded NATS: its store stays, and it comes back from whatever a crash left."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import nats
import pytest

from shared.embedded import leftovers
from shared.embedded.nats import EmbeddedNats, NoNats, program
from shared.embedded.ports import PortInUse, free_port


def _server(home: Path, port: int) -> EmbeddedNats:
    return EmbeddedNats(home, port=port, log=home / "nats.log")


async def _publish(server: EmbeddedNats) -> int:
    """Publish one message; the number of messages in the stream."""
    client = await nats.connect(server.url)
    try:
        js = client.jetstream()
        await js.add_stream(name="KEPT", subjects=["kept.>"])
        await js.publish("kept.one", b"x")
        return (await js.stream_info("KEPT")).state.messages
    finally:
        await client.close()


async def test_an_acknowledged_message_outlives_a_kill(tmp_path: Path) -> None:
    """SU-1: sync_interval always: what the broker has taken it still has after kill -9."""
    server = _server(tmp_path, free_port())
    server.start()
    try:
        assert await _publish(server) == 1
        server.child.kill()
        server.start()
        assert await _publish(server) == 2
        assert "sync_interval: always" in (tmp_path / "nats.conf").read_text(encoding="utf-8")
    finally:
        server.stop()


def test_a_port_in_use_is_named_with_its_holder_and_its_setting(tmp_path: Path) -> None:
    """SU-7: a port in use gives a clear message."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"Port {port} is in use.*REDRESS_NATS_PORT=<port>"):
            _server(tmp_path, port).start()


def test_an_orphan_on_the_same_store_is_ended_first(tmp_path: Path) -> None:
    """SU-7: a server that a killed run left behind heals itself."""
    port = free_port()
    first = _server(tmp_path, port)
    first.prepare()
    orphan = subprocess.Popen([str(program()), "-c", str((tmp_path / "nats.conf").resolve())])
    try:
        first.child.wait_until(lambda: _listens(port), seconds=30)
        first.start()
        assert not leftovers.is_alive(orphan.pid)
        assert first.child.pid is not None
    finally:
        first.stop()
        orphan.kill()
        orphan.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_second_server_on_the_same_store_is_refused(tmp_path: Path) -> None:
    """SU-7: two servers would destroy the store."""
    first = _server(tmp_path, free_port())
    first.start()
    try:
        with pytest.raises(NoNats, match="Another process runs the NATS in"):
            _server(tmp_path, free_port()).start()
    finally:
        first.stop()


def test_the_program_is_the_one_of_this_environment() -> None:
    """SU-7: the wheel's nats-server beside this Python, not whatever is on the PATH."""
    assert program().parent == Path(sys.executable).parent
