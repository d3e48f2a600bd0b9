"""A hot door, everything on, against a FastAPI route with the same path and body that does nothing.

Alternately, on one machine, in one run. Two ratios: requests a second as seen from outside, where PostgreSQL and
the load generator share the cores, and requests per second of CPU time of the server process (per server core).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from tests.bench.load import Job, drive
from tests.bench.processes import Process, cpu_seconds
from tests.bench.suite import Suite
from tests.bench.table import Row

TARGET = 0.8
Paths = Callable[[Suite], Awaitable[Sequence[str]]]


@dataclass(frozen=True)
class Door:
    """What is measured: `body` is a template as in Job, `path` is the door's own."""

    what: str
    service: str
    path: str
    body: str
    status: int = 201
    public: bool = False
    paths: Paths | None = None
    """Makes what one round needs, where each request has a path of its own."""


@dataclass(frozen=True)
class Round:
    """One measurement of one side."""

    rate: float
    cpu_us: float
    p50_ms: float


async def _round(job: Job, pid: int, status: int) -> Round:
    before = cpu_seconds(pid)
    result = await drive(job)
    if set(result.statuses) != {str(status)}:
        raise RuntimeError(f"not every answer was a {status}: {result.statuses}")
    used = cpu_seconds(pid) - before
    return Round(result.rate, used / result.requests * 1e6, result.p50_ms)


async def measure(suite: Suite, door: Door, *, rounds: int, seconds: float) -> list[Row]:
    """Rows: throughput ratio and per-core ratio, with the figures they come from."""
    env = suite.env(door.service)
    api = await suite.start_api(door.service)
    port = suite.free_port()
    noop = Process("tests.bench.noop", str(port), door.service, door.path, env=env, log=suite.log("noop"))
    job = Job(port=port, path=door.path, body=door.body, seconds=seconds, connections=32)
    if not door.public:
        job = replace(job, token=suite.token())
    try:
        await noop.answers(f"http://127.0.0.1:{port}/openapi.json")
        ceiling: list[Round] = []
        ours: list[Round] = []
        for n in range(rounds + 1):
            if door.paths is not None:
                job = replace(job, paths=await door.paths(suite))
            first = await _round(replace(job, run=f"n{n}"), noop.pid, door.status)
            second = await _round(replace(job, port=suite.port(door.service), run=f"r{n}"), api.pid, door.status)
            if n:  # the first round warms both
                ceiling.append(first)
                ours.append(second)
    finally:
        noop.stop()
        api.stop()
    return _rows(door.what, ceiling, ours)


def _rows(what: str, ceiling: Sequence[Round], ours: Sequence[Round]) -> list[Row]:
    by_rate = [mine.rate / top.rate for mine, top in zip(ours, ceiling, strict=True)]
    by_core = [top.cpu_us / mine.cpu_us for mine, top in zip(ours, ceiling, strict=True)]
    top, mine = median(r.rate for r in ceiling), median(r.rate for r in ours)
    top_cpu, mine_cpu = median(r.cpu_us for r in ceiling), median(r.cpu_us for r in ours)
    return [
        Row(f"{what}, requests/s", f"{mine:.0f}", f"{top:.0f} no-op FastAPI", median(by_rate), TARGET),
        Row(f"{what}, per server core", f"{mine_cpu:.0f} us", f"{top_cpu:.0f} us no-op", median(by_core), TARGET),
    ]
