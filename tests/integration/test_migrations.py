"""The tables in code and the tables that the migrations make are the same."""

from __future__ import annotations

import pytest

from shared.db.engine import Database
from shared.db.migrate import differences
from shared.runtime.installation import SERVICES, load_service
from tests.conftest import DatabaseFor


@pytest.mark.parametrize("service", SERVICES)
async def test_migrations_make_the_tables_that_the_code_knows(service: str, database_for: DatabaseFor) -> None:
    """Nothing forgotten in either, chassis tables included."""
    database = await Database.connect(await database_for(service), application_name="test")
    try:
        async with database.engine.connect() as connection:
            assert await differences(connection, load_service(service).metadata) == []
    finally:
        await database.close()
