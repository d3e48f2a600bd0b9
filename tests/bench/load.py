"""A load generator cheap enough to share a two-core machine with what it loads.

Run in a process of its own: `python -m tests.bench.load`, a job as JSON on stdin, its result on stdout.
It speaks just enough HTTP/1.1 to keep connections busy: fixed requests, Content-Length answers.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import uvloop

_HEADER_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Job:
    """What to send: `body` is a template whose `{n}` is never the same twice."""

    port: int
    path: str
    body: str
    token: str | None = None
    connections: int = 32
    seconds: float = 4.0
    pause: float = 0.0
    """Seconds between two requests of one connection: 0 saturates."""
    run: str = "0"
    """Makes idempotency keys unique to this run."""
    paths: Sequence[str] = ()
    """A path for each request instead of `path`; the job is over when they are used up."""


@dataclass(frozen=True)
class Result:
    """What came back: requests a second, milliseconds, counts by status."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    statuses: dict[str, int]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


class Connection(asyncio.Protocol):
    """One keep-alive connection: a request out, its answer whole, the next."""

    def __init__(self, load: Load, first: int) -> None:
        self._load, self._n, self._buffer, self._sent = load, first, b"", 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._next()

    def _next(self) -> None:
        load = self._load
        if time.perf_counter() >= load.until or self._n >= load.most:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(load.request(self._n))
        self._n += load.job.connections

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(_HEADER_END)
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(self._buffer) < end + 4 + length:
            return
        load = self._load
        load.times.append(time.perf_counter() - self._sent)
        load.statuses[head[9:12].decode()] += 1
        self._buffer = b""
        if load.job.pause:
            asyncio.get_running_loop().call_later(load.job.pause, self._next)
        else:
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._load.open -= 1
        if self._load.open == 0:
            self._load.done.set()


class Load:
    """Runs one job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.times: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.open = job.connections
        self.done = asyncio.Event()
        self.until = time.perf_counter() + job.seconds
        self.most = len(job.paths) or sys.maxsize
        bearer = f"Authorization: Bearer {job.token}\r\n" if job.token else ""
        self._head = f" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{bearer}"

    def request(self, n: int) -> bytes:
        """The n-th request: its own body and its own Idempotency-Key."""
        path = self.job.paths[n] if self.job.paths else self.job.path
        body = self.job.body.replace("{n}", f"{self.job.run}-{n}").encode()
        key = f"Idempotency-Key: bench-{self.job.run}-{n}\r\n"
        return f"POST {path}{self._head}{key}Content-Length: {len(body)}\r\n\r\n".encode() + body

    async def run(self) -> Result:
        """Until the time is over and each connection has its last answer."""
        loop = asyncio.get_running_loop()
        started = time.perf_counter()
        for first in range(self.job.connections):
            await loop.create_connection(lambda n=first: Connection(self, n), "127.0.0.1", self.job.port)
        await self.done.wait()
        ordered = sorted(self.times)
        return Result(
            requests=len(ordered),
            seconds=time.perf_counter() - started,
            p50_ms=ordered[len(ordered) // 2] * 1000,
            p99_ms=ordered[int(len(ordered) * 0.99)] * 1000,
            statuses=dict(self.statuses),
        )


async def drive(job: Job) -> Result:
    """Run a job in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.load", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate(json.dumps(asdict(job)).encode())
    return Result(**json.loads(out))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(uvloop.run(Load(Job(**json.load(sys.stdin))).run()))))
