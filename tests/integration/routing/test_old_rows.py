"""A database of before is carried along."""

from __future__ import annotations

import orjson

from services.routing.domain.handoff import ReadHow
from services.routing.service import SERVICE
from services.routing.storage import handoffs
from shared.db import migrate
from shared.db.engine import Database
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transactions
from shared.messaging.wakeup import Wakeup

_CASE = """
INSERT INTO case_file (complaint_id, reference, owner_id, recorder_id, status, language, feeling, why, recorded_at,
    version)
VALUES ($1, 'C-1', $2, $2, 'open', 'en', 'angry', '{}', '2026-01-05T10:00:00Z', 3)
"""

_CASE_THEN = """
INSERT INTO case_file (complaint_id, reference, owner_id, recorder_id, status, language, why, recorded_at, version,
    owner_since)
VALUES ($1, 'C-1', $2, $2, 'open', 'en', '{}', '2026-01-05T10:00:00Z', 3, '2026-01-05T10:00:00Z')
"""
_RECEIVER = """
INSERT INTO staff (id, name, level, languages, skills, capacity, active, version, created_at)
VALUES ($1, 'Rasa', 'lead', '{en}', '{}', 5, true, 1, now())
"""
_HANDOFF = """
INSERT INTO handoff (id, complaint_id, from_id, to_id, reason, summary, status, offered_at, respond_by, answered_at,
    answered_by, version)
VALUES ($1, $2, $3, $4, 'authority', $5, $6, '2026-01-05T11:00:00Z', '2026-01-05T11:30:00Z',
    CASE WHEN $6 = 'accepted' THEN timestamptz '2026-01-05T11:10:00Z' END, $7, 1)
"""
SUMMARY_OF_BEFORE = {
    "reference": "C-1",
    "story": "Soup.",
    "additions": [],
    "recap": None,
    "recap_confirmed": False,
    "wish": "other: a: b",
    "feeling": None,
    "facts": ["product: soup"],
    "promises": [],
    "refusals": [],
    "tried": ["a voucher (wish not met)"],
    "do_not_ask_again": ["what happened"],
    "reason": "authority",
    "told": "Rasa can.",
    "note": None,
    "minutes": 7,
    "tellings": None,
    "text": "All of it.",
}


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


async def test_handoffs_of_before_keep_their_text_and_what_of_it_has_a_place(empty_database: str) -> None:
    """RO-3: an offer that is open stays answerable, and an accepted one was read."""
    await migrate.upgrade(empty_database, SERVICE.migrations, SERVICE.metadata, to="0003")
    complaint, owner, receiver, first, second = (new_id() for _ in range(5))
    summary = orjson.dumps(SUMMARY_OF_BEFORE).decode()
    database = await Database.connect(empty_database, application_name="test")
    try:
        await database.pool.execute(_CASE_THEN, complaint, owner)
        await database.pool.execute(_RECEIVER, receiver)
        await database.pool.execute(_HANDOFF, first, complaint, owner, receiver, summary, "accepted", "rasa")
        await database.pool.execute(_HANDOFF, second, complaint, owner, receiver, summary, "offered", None)
        await migrate.upgrade(empty_database, SERVICE.migrations, SERVICE.metadata)
        async with Transactions(database.engine, Wakeup(database.dsn)).begin(correlation_id="test") as tx:
            accepted, offered = await handoffs.load(first, tx), await handoffs.load(second, tx)
    finally:
        await database.close()
    assert accepted is not None
    assert offered is not None
    assert offered.summary is not None
    assert (accepted.read_how, offered.read_how) == (ReadHow.WITH_ACCEPTANCE, None)
    assert (offered.text, offered.text_language, offered.step) == ("All of it.", "en", 1)
    assert (offered.summary.story, offered.summary.wish_kind, offered.summary.wish_detail) == ("Soup.", "other", "a: b")
    assert (offered.circumstances.told, offered.circumstances.minutes) == ("Rasa can.", 7)
    assert [one.what for one in offered.summary.tried] == ["a voucher (wish not met)"]
