"""From POST at intake until routing has the case, at low load; and whether a burst leaves a backlog."""

from __future__ import annotations

import asyncio
import time
from statistics import median

import asyncpg
import httpx

from shared.kernel.ids import new_id
from tests.bench.load import Job, drive
from tests.bench.recording import BODY
from tests.bench.suite import Suite
from tests.bench.table import Row

TARGET = 3.0
_DRAIN_SECONDS = 60


async def _case_visible(connection: asyncpg.Connection[asyncpg.Record], complaint: str) -> None:
    while not await connection.fetchval("SELECT EXISTS (SELECT FROM case_file WHERE complaint_id = $1)", complaint):
        await asyncio.sleep(0)


async def _low_load(suite: Suite, requests: int) -> tuple[float, float]:
    """Medians in milliseconds: of the POST, and from the POST's start until the case is visible."""
    posts, visible = [], []
    routing = await asyncpg.connect(suite.database_url("routing"))
    headers = {"authorization": f"Bearer {suite.token()}", "content-type": "application/json"}
    url = f"http://127.0.0.1:{suite.port('intake')}/v1/complaints"
    try:
        async with httpx.AsyncClient(headers=headers) as client:
            for n in range(requests + 20):
                body = BODY.replace("{n}", f"low{n}")
                key = {"idempotency-key": str(new_id())}
                started = time.perf_counter()
                answer = await client.post(url, content=body, headers=key)
                posted = time.perf_counter() - started
                answer.raise_for_status()
                await _case_visible(routing, answer.json()["id"])
                if n >= 20:  # the first ones warm statements and caches
                    posts.append(posted * 1000)
                    visible.append((time.perf_counter() - started) * 1000)
                await asyncio.sleep(0.02)
    finally:
        await routing.close()
    return median(posts), median(visible)


async def _drained(suite: Suite) -> float:
    """Seconds after a burst until every complaint has its case and no outbox row waits."""
    intake = await asyncpg.connect(suite.database_url("intake"))
    routing = await asyncpg.connect(suite.database_url("routing"))
    try:
        started = time.perf_counter()
        while time.perf_counter() - started < _DRAIN_SECONDS:
            waiting = await intake.fetchval("SELECT count(*) FROM outbox WHERE published_at IS NULL")
            complaints = await intake.fetchval("SELECT count(*) FROM complaint")
            cases = await routing.fetchval("SELECT count(*) FROM case_file")
            if waiting == 0 and cases == complaints:
                return time.perf_counter() - started
            await asyncio.sleep(0.05)
        raise RuntimeError(f"a backlog is left: {waiting} in the outbox, {complaints - cases} without a case")
    finally:
        await intake.close()
        await routing.close()


async def measure(suite: Suite, *, requests: int = 200, burst_seconds: float = 5.0) -> list[Row]:
    """Rows: end to end against the POST's own p50, and the seconds to drain after a burst."""
    running = [
        await suite.start_api("intake"),
        await suite.start_worker("intake"),
        await suite.start_worker("routing"),
    ]
    try:
        post, visible = await _low_load(suite, requests)
        burst = await drive(
            Job(suite.port("intake"), "/v1/complaints", BODY, token=suite.token(), seconds=burst_seconds, run="burst")
        )
        drained = await _drained(suite)
    finally:
        for process in reversed(running):
            process.stop()
    return [
        Row(
            "POST to visible at routing, p50",
            f"{visible:.1f} ms",
            f"{post:.1f} ms POST p50",
            visible / post,
            TARGET,
            at_most=True,
        ),
        Row(
            f"backlog after {burst.requests} complaints in {burst.seconds:.0f} s, all drained",
            f"{drained:.1f} s",
            f"{burst.seconds:.1f} s of load",
            drained / burst.seconds,
            1.0,
            at_most=True,
        ),
    ]
