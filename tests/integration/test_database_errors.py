"""What a service learns of a database's errors, and that it learns of them in time, on a real database."""

from __future__ import annotations

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.db.engine import Database
from shared.messaging.retry import Fault, fault


async def test_an_error_does_not_repeat_what_was_to_be_stored(empty_database: str) -> None:
    """SU-5: errors of workers are logged and kept with dead letters."""
    database = await Database.connect(empty_database, application_name="test")
    try:
        async with database.engine.connect() as connection:
            with pytest.raises(DBAPIError) as failed:
                await connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "I lost my job"})
    finally:
        await database.close()
    assert "nowhere" in str(failed.value)
    assert "I lost my job" not in str(failed.value)


async def test_nobody_waits_for_a_lock_for_ever(empty_database: str) -> None:
    """SU-6: both pools give up after a few seconds, with the SQLSTATE that is taken for a passing fault."""
    database = await Database.connect(empty_database, application_name="test")
    try:
        async with database.pool.acquire() as holder, database.engine.connect() as other, holder.transaction():
            await holder.execute("SELECT pg_advisory_xact_lock(1)")
            wait = "SELECT pg_advisory_xact_lock(1)"
            with pytest.raises(asyncpg.LockNotAvailableError):
                await database.pool.execute(wait)
            with pytest.raises(DBAPIError) as given_up:
                await other.execute(text(wait))
        assert fault(given_up.value) is Fault.MOMENT
    finally:
        await database.close()
