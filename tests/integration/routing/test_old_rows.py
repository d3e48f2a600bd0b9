"""A database of before is carried along."""

from __future__ import annotations

from services.routing.service import SERVICE
from shared.db import migrate
from shared.db.engine import Database
from shared.kernel.ids import new_id

_CASE = """
INSERT INTO case_file (complaint_id, reference, owner_id, recorder_id, status, language, feeling, why, recorded_at,
    version)
VALUES ($1, 'C-1', $2, $2, 'open', 'en', 'angry', '{}', '2026-01-05T10:00:00Z', 3)
"""


async def test_cases_and_facts_of_before_keep_their_times_and_owners(empty_database: str) -> None:
    """RO-2, RO-7: what had no time gets that of its case, and the owner of before is the first one."""
    await migrate.upgrade(empty_database, SERVICE.migrations, SERVICE.metadata, to="0002")
    complaint, owner, unknown = new_id(), new_id(), new_id()
    database = await Database.connect(empty_database, application_name="test")
    try:
        await database.pool.execute(_CASE, complaint, owner)
        fact = "INSERT INTO fact (complaint_id, version, what) VALUES ($1, 1, 'recorded'), ($2, 4, 'closed')"
        await database.pool.execute(fact, complaint, unknown)
        await migrate.upgrade(empty_database, SERVICE.migrations, SERVICE.metadata)
        case = await database.pool.fetchrow(
            "SELECT c.hot, c.urgency, c.owner_since = c.recorded_at AS since, f.at = c.recorded_at AS at, o.owner_id, "
            "o.version, o.how FROM case_file c JOIN fact f USING (complaint_id) JOIN ownership o USING (complaint_id)"
        )
        assert case is not None
        assert tuple(case) == (True, "normal", True, True, owner, 3, "arrival")
        assert await database.pool.fetchval("SELECT at FROM fact WHERE complaint_id = $1", unknown) is not None
    finally:
        await database.close()
