"""The ledger after a storm: what the four databases and the broker hold, against what callers were promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import asyncpg
import nats
from nats.aio.client import Client

from shared.db.engine import dsn
from tests.faults.load import Load
from tests.support.suite import Suite
from tests.support.waiting import until

SETTLED_SECONDS = 240.0
"""What a killed worker had in hand comes again after a minute (jetstream.ACK_WAIT)."""
PER_REWARD = 5


@dataclass
class Ledger:
    """Connections to everything that keeps something."""

    databases: Mapping[str, asyncpg.Connection[Any]]
    broker: Client

    @classmethod
    @asynccontextmanager
    async def open(cls, suite: Suite) -> AsyncIterator[Self]:
        """Of a running suite."""
        async with AsyncExitStack() as stack:
            databases: dict[str, asyncpg.Connection[Any]] = {}
            for service, settings in suite.record.environment.items():
                databases[service] = await asyncpg.connect(dsn(settings["DATABASE_URL"]))
                stack.push_async_callback(databases[service].close)
            broker = await nats.connect(suite.record.environment["intake"]["NATS_URL"])
            stack.push_async_callback(broker.close)
            yield cls(databases, broker)

    async def settle(self) -> None:
        """Wait until nothing waits to be published, taken or acknowledged."""
        await until(self._is_settled, seconds=SETTLED_SECONDS)

    async def _is_settled(self) -> bool:
        for database in self.databases.values():
            if await database.fetchval("SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL)"):
                return False
        js = self.broker.jetstream()
        for stream in await js.streams_info():
            for consumer in await js.consumers_info(stream.config.name or ""):
                if consumer.num_pending or consumer.num_ack_pending:
                    return False
        return True

    async def check(self, load: Load) -> None:
        """Nothing lost, nothing doubled, nothing stuck, in figures too (SU-1, RO-2, RE-1, IN-22)."""
        for service, database in self.databases.items():
            assert await database.fetch("SELECT subject, error FROM dead_letter") == [], service
        assert await self._ids("intake", "SELECT id FROM complaint") == Counter(load.complaints)
        recorded = "SELECT sum(recorded) FROM rollup WHERE dimension = 'all' AND grain = 'month'"
        assert await self.databases["intake"].fetchval(recorded) == len(load.complaints)
        assert await self._ids("routing", "SELECT complaint_id FROM case_file") == Counter(load.complaints)
        assert await self._owners("intake", "complaint", "id") == await self._owners(
            "routing", "case_file", "complaint_id"
        )
        assert await self._ids("followup", "SELECT id FROM comment") == Counter(load.comments.keys())
        promised = Counter((comment, person) for comment, praised in load.comments.items() for person in praised)
        counted = await self._rows("recognition", "SELECT comment_id, staff_id FROM compliment WHERE status = 'valid'")
        assert Counter(counted) == promised
        valid = Counter(person for _, person in promised.elements())
        grants = await self._ids("recognition", "SELECT staff_id FROM reward WHERE reversed_at IS NULL")
        assert grants, "too little praise for a reward"
        assert grants == +Counter({person: many // PER_REWARD for person, many in valid.items()})

    async def _owners(self, service: str, table: str, key: str) -> dict[UUID, UUID]:
        return dict(await self._rows(service, f"SELECT {key}, owner_id FROM {table}"))

    async def _ids(self, service: str, query: str) -> Counter[UUID]:
        return Counter(row[0] for row in await self._rows(service, query))

    async def _rows(self, service: str, query: str) -> list[Any]:
        return [tuple(row) for row in await self.databases[service].fetch(query)]
