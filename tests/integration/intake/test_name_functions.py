"""What the database makes of names for its indexes: never an error, for that would be a complaint not recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.db.engine import dsn

NAMES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)
    | st.text("aAx'\\\"`&|!():*- .\tαΑψξϒأإىﷺﬁİßŽ\u0301\u200f\u2028\uff07", max_size=200),
    min_size=20,
    max_size=40,
)
LONGEST = ("ﷺ" * 200, "x" * 200, "ψ" * 200, "\U00020000" * 200, "'" * 200, " " * 200, "ΐ" * 200)

Runner = tuple[asyncio.Runner, "asyncpg.Connection[Any]"]


@pytest.fixture(scope="module")
def database(own_url: str) -> Iterator[Runner]:
    """A connection in a loop of its own: hypothesis is synchronous."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(dsn(own_url)))
        yield runner, connection
        runner.run(connection.close())


async def _into_the_indexes(connection: asyncpg.Connection[Any], names: list[str]) -> list[asyncpg.Record]:
    """Insert customers of these names and addresses, search each by its name, and roll all back."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(
            """
            INSERT INTO customer (id, match_key, name, address, email, created_at, last_seen_at)
            SELECT gen_random_uuid(), gen_random_uuid()::text, name, name || name, name || '@' || name, now(), now()
            FROM unnest($1::text[]) AS t (name)
            """,
            names,
        )
        return await connection.fetch(
            """
            SELECT name, folded(name) AS folded, sounds(name) AS sounds,
                   name_lexemes(name) @@ name_query(folded(name)) AS found
            FROM customer WHERE name = ANY ($1::text[])
            """,
            names,
        )
    finally:
        await transaction.rollback()


@settings(max_examples=40, deadline=None)
@given(names=NAMES)
def test_no_name_stops_a_complaint_and_each_finds_itself(database: Runner, names: list[str]) -> None:
    """IN-1, IN-3: whatever somebody is called goes into the indexes, folds to one form, and finds its bearer."""
    runner, connection = database
    for row in runner.run(_into_the_indexes(connection, [*names, *LONGEST])):
        assert row["found"] or not row["folded"], row["name"]
        assert "  " not in row["folded"] + row["sounds"]
        assert runner.run(connection.fetchval("SELECT folded($1)", row["folded"])) == row["folded"]
