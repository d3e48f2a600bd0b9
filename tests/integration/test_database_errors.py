"""What the text of a database's error tells, on a real database."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.db.engine import Database


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
