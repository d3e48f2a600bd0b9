"""Every service: one commit at the edge, and what an Idempotency-Key promises (SU-1, SU-2)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import orjson
import pytest

from shared.db.engine import dsn
from tests.conformance.house import House
from tests.conformance.specimens import Specimen
from tests.conformance.test_requests import pointers, problem
from tests.support.waiting import until

FAIL_AT_COMMIT = """
CREATE FUNCTION fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the commit fails' USING ERRCODE = '40001'; END $$;
CREATE CONSTRAINT TRIGGER fail_at_commit AFTER INSERT ON outbox DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION fail_at_commit();
"""


async def test_a_failed_commit_is_never_a_success(house: House, specimen: Specimen) -> None:
    """SU-1: the answer is sent after the commit; when that fails nothing is stored and nothing will be published."""
    path = await specimen.path(house)
    before = await house.dump()
    await house.database.execute(FAIL_AT_COMMIT)
    answer = await house.post(path, specimen.body, idempotency_key="failing")
    problem(answer, answer.status_code)
    assert answer.status_code >= 400
    assert await house.dump() == before
    await house.database.execute("DROP FUNCTION fail_at_commit() CASCADE")
    assert (await house.post(path, specimen.body, idempotency_key="failing")).status_code == specimen.status


async def test_what_happened_is_in_the_outbox_with_its_correlation(house: House, specimen: Specimen) -> None:
    """SU-1: from the request's header to the envelope, and into the answer."""
    path = await specimen.path(house)
    await house.database.execute("DELETE FROM outbox")
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    answer = await house.post(path, specimen.body, x_correlation_id="case-42", traceparent=trace)
    assert answer.status_code == specimen.status, answer.text
    assert answer.headers["x-correlation-id"] == "case-42"
    rows = await house.database.fetch("SELECT id, subject, body FROM outbox")
    assert rows
    for row in rows:
        envelope = orjson.loads(row["body"])
        assert envelope["correlationid"] == "case-42"
        assert envelope["traceparent"] == trace
        assert envelope["specversion"] == "1.0"
        assert envelope["id"] == str(row["id"])
        assert envelope["source"] == f"/redress/{specimen.name}"
        assert envelope["type"] == f"redress.{row['subject']}"


async def test_a_harmful_correlation_id_is_replaced(house: House, specimen: Specimen) -> None:
    """SU-2: what a caller sends goes into logs and headers only when it is harmless."""
    path = await specimen.path(house)
    answer = await house.post(path, specimen.body, x_correlation_id="a b" * 100)
    assert answer.status_code == specimen.status
    assert "a b" not in answer.headers["x-correlation-id"]


async def test_the_same_key_gives_the_same_answer(house: House, specimen: Specimen) -> None:
    """SU-2: a repeated request is answered as the first was, and nothing happens twice."""
    path = await specimen.path(house)
    first = await house.post(path, specimen.body, idempotency_key="key-1")
    assert first.status_code == specimen.status, first.text
    after = await house.dump()
    again = await house.post(path, specimen.body, idempotency_key="key-1")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    for name in ("location", "etag", "content-type"):
        assert again.headers.get(name) == first.headers.get(name)
    assert await house.dump() == after


async def test_the_same_key_with_another_body_is_refused(house: House, specimen: Specimen) -> None:
    """SU-2: 422 that names the header, and nothing is stored."""
    path = await specimen.path(house)
    assert (await house.post(path, specimen.body, idempotency_key="key-2")).status_code == specimen.status
    after = await house.dump()
    answer = await house.client.post(
        path,
        content=b" " + orjson.dumps(specimen.body),
        headers=house.bearer() | {"content-type": "application/json", "idempotency-key": "key-2"},
    )
    assert pointers(problem(answer, 422)) == ["Idempotency-Key"]
    assert await house.dump() == after


async def test_a_key_belongs_to_its_caller(house: House, specimen: Specimen) -> None:
    """SU-2, SU-4: somebody else's key is theirs; no answer is given away."""
    path = await specimen.path(house)
    first = await house.post(path, specimen.body, idempotency_key="key-3")
    other = await house.client.post(
        path, json=specimen.body, headers=house.bearer(subject="somebody else") | {"idempotency-key": "key-3"}
    )
    assert other.content != first.content


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256])
async def test_a_malformed_key_is_refused(house: House, specimen: Specimen, key: str) -> None:
    """SU-2: 422 that names the header."""
    path = await specimen.path(house)
    assert pointers(problem(await house.post(path, specimen.body, idempotency_key=key), 422)) == ["Idempotency-Key"]


@asynccontextmanager
async def held_up(house: House, database_url: str) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    """Nobody can write to the outbox until this is over."""
    holder = await asyncpg.connect(dsn(database_url))
    try:
        async with holder.transaction():
            await holder.execute("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE")
            yield holder
    finally:
        await holder.close()


async def test_a_key_in_flight_is_a_conflict(house: House, specimen: Specimen) -> None:
    """SU-2: 409 while the first request is under way; then both have one effect."""
    path = await specimen.path(house)
    async with held_up(house, house.context.database.dsn) as holder:
        first = asyncio.create_task(house.post(path, specimen.body, idempotency_key="key-4"))

        async def waits() -> bool:
            found = await holder.fetchval(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) "
                "WHERE NOT granted AND datname = current_database()"
            )
            return bool(found)

        await until(waits)
        told = problem(await house.post(path, specimen.body, idempotency_key="key-4"), 409)
        assert told["type"].endswith("in-flight")
    assert (await first).status_code == specimen.status
    again = await house.post(path, specimen.body, idempotency_key="key-4")
    assert again.content == (await first).content


async def test_concurrent_requests_with_one_key_have_one_effect(
    house: House, specimen: Specimen, tmp_path: Path
) -> None:
    """SU-2: also on two replicas at once; whoever is second gets the first's answer or a 409."""
    path = await specimen.path(house)
    url, nats = house.context.database.dsn, house.environment["NATS_URL"]
    before = await house.count("outbox")
    async with House.open(specimen.name, database_url=url, nats_url=nats, home=tmp_path) as replica:
        answers = await asyncio.gather(
            *(one.post(path, specimen.body, idempotency_key="key-5") for one in (house, replica) for _ in range(6))
        )
    done = {answer.content for answer in answers if answer.status_code == specimen.status}
    assert len(done) == 1
    assert {answer.status_code for answer in answers} <= {specimen.status, 409}
    single = await house.count("outbox") - before
    await house.post(path, specimen.body, idempotency_key="key-5")
    assert await house.count("outbox") - before == single
    assert await house.count("idempotency_key", "key = 'key-5'") == 1
