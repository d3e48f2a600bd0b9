"""kill -9 of an API between begin and commit and right after it: the same request again has one effect (SU-1, SU-2)."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from shared.embedded.child import Child
from tests.conformance.house import House
from tests.conformance.specimens import FOLLOWUP, INTAKE, RECOGNITION, ROUTING, Specimen
from tests.conftest import DatabaseFor
from tests.support.suite import free_ports
from tests.support.waiting import until

START_SECONDS = 90.0
NO_BROKER = "nats://127.0.0.1:1"
"""An API needs none."""
BEFORE_COMMIT = ("begun", "written")
MOMENTS = (*BEFORE_COMMIT, "committed")
CASES = [(INTAKE, "door"), (ROUTING, "transaction"), (FOLLOWUP, "door"), (RECOGNITION, "transaction")]
"""Each service, and the edge that its POST goes through."""


@dataclass
class Api:
    """A process of an API on a port of its own."""

    child: Child
    port: int

    @classmethod
    def of(cls, house: House, home: Path, port: int, *, failpoint: str = "") -> Api:
        """Not started yet; armed it dies when it comes to the failpoint."""
        own = {"REDRESS_PORT": str(port), "REDRESS_FAILPOINT": failpoint}
        name = f"{house.service.name}-{failpoint or 'again'}"
        command = [sys.executable, "-m", f"services.{house.service.name}", "api"]
        return cls(Child(name, command, home / f"{name}.log", environment=os.environ | house.environment | own), port)

    async def lives(self) -> None:
        """Wait until it answers."""
        await until(self._answers, seconds=START_SECONDS)

    async def _answers(self) -> bool:
        assert self.child.exit_code is None, self.child.tail()
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{self.port}/livez")).status_code == 200
        except httpx.TransportError:
            return False

    async def post(self, house: House, specimen: Specimen, path: str, key: str) -> httpx.Response:
        """The specimen's POST under an Idempotency-Key."""
        url = f"http://127.0.0.1:{self.port}{path}"
        async with httpx.AsyncClient(timeout=30) as client:
            return await client.post(url, json=specimen.body, headers=house.bearer() | {"idempotency-key": key})


@pytest.fixture(params=CASES, ids=lambda case: str(case[0]))
async def case(
    request: pytest.FixtureRequest, database_for: DatabaseFor, tmp_path: Path
) -> AsyncIterator[tuple[House, Specimen, str]]:
    """A service's database with its application in the test, to prepare and to look."""
    specimen, edge = request.param
    url = await database_for(specimen.name)
    async with House.open(specimen.name, database_url=url, nats_url=NO_BROKER, home=tmp_path) as house:
        yield house, specimen, edge


async def test_a_killed_api_loses_and_doubles_nothing(case: tuple[House, Specimen, str], tmp_path: Path) -> None:
    """SU-1, SU-2: the connection breaks, the process comes back, the same key succeeds; one effect, its events once."""
    house, specimen, edge = case
    paths = {moment: await specimen.path(house) for moment in ("warm", "plain", *MOMENTS)}
    await house.post(paths["warm"], specimen.body)
    effect = await _effect_of_one(house, specimen, paths["plain"])
    start = await _rows(house)
    with ExitStack() as stack:
        ports = free_ports(len(MOMENTS))
        armed = [
            Api.of(house, tmp_path, port, failpoint=f"{edge}.{moment}")
            for port, moment in zip(ports, MOMENTS, strict=True)
        ]
        _start(armed, stack)
        for api, moment in zip(armed, MOMENTS, strict=True):
            before = await house.dump()
            await api.lives()
            with pytest.raises(httpx.TransportError):
                await api.post(house, specimen, paths[moment], moment)
            await asyncio.to_thread(api.child.stop, seconds=10)
            assert api.child.exit_code == -signal.SIGKILL, api.child.tail()
            assert (await house.dump() == before) is (moment in BEFORE_COMMIT)

        again = Api.of(house, tmp_path, ports[0])
        _start([again], stack)
        await again.lives()
        for moment in MOMENTS:
            answers = [await again.post(house, specimen, paths[moment], moment) for _ in range(2)]
            assert [answer.status_code for answer in answers] == [specimen.status] * 2, answers[0].text
            assert answers[0].content == answers[1].content
    assert await _rows(house) - start == _times(effect, len(MOMENTS))


def _start(processes: Sequence[Api], stack: ExitStack) -> None:
    for api in processes:
        api.child.start()
        stack.callback(api.child.stop)


async def _effect_of_one(house: House, specimen: Specimen, path: str) -> Counter[str]:
    """How many rows of each table one POST makes."""
    before = await _rows(house)
    assert (await house.post(path, specimen.body, idempotency_key="plain")).status_code == specimen.status
    return await _rows(house) - before


async def _rows(house: House) -> Counter[str]:
    return Counter({table: len(text.splitlines()) for table, text in (await house.dump()).items()})


def _times(effect: Counter[str], factor: int) -> Counter[str]:
    assert effect["outbox"] >= 1
    assert effect["idempotency_key"] == 1
    return Counter({table: count * factor for table, count in effect.items()})
