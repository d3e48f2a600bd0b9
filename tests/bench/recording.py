"""Recording a complaint, everything on, against a FastAPI route with the same body that does nothing.

Alternately, on one machine, in one run. Two ratios: requests a second as seen from outside, where PostgreSQL and
the load generator share the cores, and requests per second of CPU time of the server process (per server core).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import median

from tests.bench.load import Job, drive
from tests.bench.processes import Process, cpu_seconds
from tests.bench.suite import Suite
from tests.bench.table import Row

TARGET = 0.8
BODY = json.dumps(
    {
        "channel": "web",
        "narrative": "I ordered a blue coat and got a green one. It is the second wrong parcel this month, and the "
        "birthday is on Saturday. I waited forty minutes on the phone and was told to write an e-mail. Number {n}.",
        "customer": {"name": "Ona Jonaitiene", "email": "ona.{n}@customer.example", "language": "lt"},
        "desired_resolution": {"kind": "exchange", "detail": "the blue coat, before Saturday"},
        "feeling": "upset",
        "product": "coat",
        "department": "deliveries",
    }
)


@dataclass(frozen=True)
class Round:
    """One measurement of one side."""

    rate: float
    cpu_us: float
    p50_ms: float


async def _round(port: int, pid: int, *, token: str | None, seconds: float, run: str) -> Round:
    before = cpu_seconds(pid)
    result = await drive(
        Job(port=port, path="/v1/complaints", body=BODY, token=token, seconds=seconds, run=run, connections=32)
    )
    if set(result.statuses) != {"201"}:
        raise RuntimeError(f"not every answer was a 201: {result.statuses}")
    used = cpu_seconds(pid) - before
    return Round(result.rate, used / result.requests * 1e6, result.p50_ms)


async def measure(suite: Suite, *, rounds: int = 5, seconds: float = 4.0) -> list[Row]:
    """Rows: throughput ratio and per-core ratio, with the figures they come from."""
    api = await suite.start_api("intake")
    port = suite.free_port()
    noop = Process("tests.bench.noop", str(port), env=suite.env("intake"), log=suite.log("noop"))
    try:
        await noop.answers(f"http://127.0.0.1:{port}/openapi.json")
        token = suite.token()
        ceiling: list[Round] = []
        ours: list[Round] = []
        for n in range(rounds + 1):
            first = await _round(port, noop.pid, token=token, seconds=seconds, run=f"n{n}")
            second = await _round(suite.port("intake"), api.pid, token=token, seconds=seconds, run=f"r{n}")
            if n:  # the first round warms both
                ceiling.append(first)
                ours.append(second)
    finally:
        noop.stop()
        api.stop()
    by_rate = [mine.rate / top.rate for mine, top in zip(ours, ceiling, strict=True)]
    by_core = [top.cpu_us / mine.cpu_us for mine, top in zip(ours, ceiling, strict=True)]
    top, mine = median(r.rate for r in ceiling), median(r.rate for r in ours)
    top_cpu, mine_cpu = median(r.cpu_us for r in ceiling), median(r.cpu_us for r in ours)
    return [
        Row("record a complaint, requests/s", f"{mine:.0f}", f"{top:.0f} no-op FastAPI", median(by_rate), TARGET),
        Row(
            "record a complaint, per server core",
            f"{mine_cpu:.0f} us",
            f"{top_cpu:.0f} us no-op",
            median(by_core),
            TARGET,
        ),
    ]
