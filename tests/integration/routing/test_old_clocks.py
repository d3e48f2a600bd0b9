"""Clocks of before packs had editions are carried along."""

from __future__ import annotations

from datetime import timedelta

from services.routing.service import SERVICE
from shared.db import migrate
from shared.db.engine import Database
from shared.kernel.ids import new_id

_CASE = """
INSERT INTO case_file (complaint_id, reference, owner_id, recorder_id, status, language, department, why, recorded_at,
    owner_since, version)
VALUES ($1, 'C-1', $1, $1, 'open', 'en', 'deliveries', '{}', now(), now(), 1)
"""
_CLOCKS = """
INSERT INTO clock (complaint_id, kind, round, started_at, due_at, stopped_at) VALUES
    ($1, 'resolution', 1, now(), now() + interval '4 days', NULL),
    ($1, 'recap', 1, now() - interval '2 days', now() - interval '1 day', NULL),
    ($1, 'first_answer', 1, NULL, NULL, now())
"""


async def test_clocks_that_run_are_watched_from_then_on(empty_database: str) -> None:
    """RO-7: pinned to the first edition of our own pack, with one timer; what ran out before is told by nobody."""
    await migrate.upgrade(empty_database, SERVICE.migrations, SERVICE.metadata, to="0006")
    complaint = new_id()
    database = await Database.connect(empty_database, application_name="test")
    try:
        await database.pool.execute(_CASE, complaint)
        await database.pool.execute(_CLOCKS, complaint)
        await migrate.upgrade(empty_database, SERVICE.migrations, SERVICE.metadata)
        clocks = await database.pool.fetch("SELECT *, due_at - warn_at AS left FROM clock ORDER BY kind")
        assert [(row["kind"], row["pack"], row["breached_at"] is None, row["department"]) for row in clocks] == [
            ("recap", "own", False, "deliveries"),
            ("resolution", "own", True, "deliveries"),
        ]
        assert clocks[1]["left"] == timedelta(days=1)
        pins = await database.pool.fetch("SELECT complaint_id, pack, edition, calendar FROM case_pack")
        assert [tuple(row) for row in pins] == [(complaint, "own", 1, None)]
        due = await database.pool.fetchval("SELECT due_at FROM timer WHERE kind = 'case_clock' AND key = $1", complaint)
        assert due == clocks[1]["warn_at"]
    finally:
        await database.close()
