"""A minute of murder: APIs, workers and the broker die at random while people work; then the books are checked."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from pathlib import Path

import httpx
import pytest

from shared.runtime.installation import SERVICES
from shared.runtime.probe import readiness
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.support.suite import Suite, running
from tests.support.waiting import until

SEED = 20_261_122
SECONDS = 60.0
BETWEEN_KILLS = (1.0, 3.0)
"""Seconds: the supervisor restarts at first after one, and later each time."""
FEWEST_KILLS = 15
FEWEST_POSTS = 50
HEALED_SECONDS = 180.0
STAFF = 3


async def murder(suite: Suite, chance: random.Random, *, seconds: float) -> Counter[str]:
    """kill -9 one process after the other, each kind in turn in a random order; how often each was killed."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    killed: Counter[str] = Counter()
    row: list[str] = []
    while loop.time() < end:
        if not row:
            row = sorted(name for name in suite.record.processes if name != "postgres")
            chance.shuffle(row)
        name = row.pop()
        process = suite.record.processes.get(name)
        if process is not None and process.lives:
            os.kill(process.pid, signal.SIGKILL)
            killed[name] += 1
        # The rhythm of the storm; nothing waits for it.
        await asyncio.sleep(chance.uniform(*BETWEEN_KILLS))
    return killed


async def healed(suite: Suite) -> None:
    """Wait until every process answers that it is ready."""
    kinds = ("PORT", "WORKER_PORT")
    ports = [int(suite.environment[f"REDRESS_{name.upper()}_{kind}"]) for name in SERVICES for kind in kinds]

    async def is_healed() -> bool:
        return all([await asyncio.to_thread(readiness, "127.0.0.1", port) is None for port in ports])

    await until(is_healed, seconds=HEALED_SECONDS)


async def hire(suite: Suite, client: httpx.AsyncClient) -> None:
    """People who can take the cases, so that every arrival also moves an owner."""
    for number in range(STAFF):
        body = {"name": f"Agent {number}", "department": "deliveries", "level": "agent", "languages": ["en"]}
        answer = await client.post(
            f"{suite.urls['routing']}/v1/staff",
            json=body | {"capacity": 500},
            headers={"authorization": f"Bearer {suite.token('admin')}"},
        )
        assert answer.status_code == 201, answer.text


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_a_minute_of_kills_loses_and_doubles_nothing(test_home: Path) -> None:
    """SU-1, SU-7, RO-2, RE-1: each 201 has one case and one owner, each praise one compliment; grants == valid // 5."""
    print(f"seed {SEED}")
    with running(test_home / "chaos") as suite:
        async with httpx.AsyncClient() as client:
            await hire(suite, client)
            load = Load(suite, client, random.Random(SEED))
            _, killed = await asyncio.gather(
                load.run(seconds=SECONDS), murder(suite, random.Random(SEED), seconds=SECONDS)
            )
        await healed(suite)
        async with Ledger.open(suite) as ledger:
            await ledger.settle()
            await ledger.check(load)
    done = f"{len(load.complaints)} complaints, {len(load.comments)} comments"
    print(f"{done}, {load.repeated} attempts repeated; killed {dict(killed)}")
    assert min(len(load.complaints), len(load.comments)) >= FEWEST_POSTS
    assert killed.total() >= FEWEST_KILLS
    assert {name.rpartition("-")[2] for name in killed} == {"api", "worker", "nats"}
