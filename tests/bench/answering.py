"""Answering a survey: each through a link of its own, with a key and without a token."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
from pydantic import SecretStr

from services.followup.queries.surveys import PURPOSE
from shared.http.links import Links
from shared.kernel.ids import new_id
from tests.bench import doors
from tests.bench.suite import Suite
from tests.bench.table import Row

SURVEYS = 12_000
"""For one round, which ends with them: the whole run is bounded by time and by these."""
BODY = json.dumps(
    {
        "solved": True,
        "satisfaction": 5,
        "effort": 4,
        "recommendation": 9,
        "repeated_themselves": False,
        "comment": "The coat came on Friday, in time for the birthday. Thank you. Number {n}.",
    }
)
_COURSES = "INSERT INTO complaint_course SELECT id, 0, 0 FROM unnest($1::uuid[]) AS t (id)"
_SURVEYS = """
INSERT INTO survey (id, complaint_id, resolution_number, complaint_version, owner_id, department, language,
                    resolved_at, scheduled_for, created_at, status, version, attempts, claim_id, link_expires_at,
                    sent_at, channel)
SELECT id, complaint_id, 1, 4, gen_random_uuid(), 'deliveries', 'lt', now() - interval '30 hours', now(),
       now() - interval '30 hours', 'sent', 3, 1, gen_random_uuid(), now() + interval '30 days', now(), 'email'
FROM unnest($1::uuid[], $2::uuid[]) AS t (id, complaint_id)
"""
_TIMERS = """
INSERT INTO timer (id, kind, key, due_at, visible_at, payload)
SELECT gen_random_uuid(), 'assume_solved', id, now() + interval '7 days', now() + interval '7 days', '{}'
FROM unnest($1::uuid[]) AS t (id)
"""


async def _sent(ids: list[UUID], suite: Suite) -> None:
    complaints = [new_id() for _ in ids]
    connection = await asyncpg.connect(suite.database_url("followup"))
    try:
        await connection.execute(_COURSES, complaints)
        await connection.execute(_SURVEYS, ids, complaints)
        await connection.execute(_TIMERS, ids)
    finally:
        await connection.close()


async def _paths(suite: Suite) -> list[str]:
    """Links of surveys that went out and wait for their answers."""
    ids = [new_id() for _ in range(SURVEYS)]
    await _sent(ids, suite)
    links = Links(SecretStr(suite.env("followup")["REDRESS_LINK_KEY"]))
    expires = datetime.now(UTC) + timedelta(days=30)
    return [f"/v1/surveys/answers/{links.sign(PURPOSE, one, expires)}" for one in ids]


DOOR = doors.Door(
    "answer a survey", "followup", "/v1/surveys/answers/{token}", BODY, status=200, public=True, paths=_paths
)


async def measure(suite: Suite, *, rounds: int = 5, seconds: float = 3.0) -> list[Row]:
    """Rows: throughput and CPU time against the route that does nothing."""
    return await doors.measure(suite, DOOR, rounds=rounds, seconds=seconds)
