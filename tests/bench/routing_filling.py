"""Fills routing's database as years leave it: a million closed cases, 50,000 open ones, some of them waiting."""

from __future__ import annotations

from uuid import UUID

import asyncpg

STAFF = 2_000
DEPARTMENTS = 12
_PERSON = """
CREATE FUNCTION bench_person(number integer) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('00000000-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid
"""
# Twelve departments, each with a lead; every language is spoken in each of them, some by few.
_STAFF = """
INSERT INTO staff (id, name, level, department, languages, skills, capacity, active, version, created_at, changed_at)
SELECT bench_person(n), 'Person ' || n,
    CASE WHEN n < 12 THEN 'lead' WHEN n % 9 = 0 THEN 'senior' ELSE 'agent' END, 'department ' || n % 12,
    ARRAY['en', (ARRAY['lt', 'el', 'ar', 'pl'])[1 + n % 4]], ARRAY['product ' || n % 40, 'department ' || n % 5],
    60, true, 1, now(), now()
FROM generate_series(0, $1::integer - 1) AS n
"""
_AUTHORITY = """
INSERT INTO staff_authority (staff_id, remedy, currency, amount)
SELECT bench_person(n), remedy, 'EUR', 100 FROM generate_series(0, $1::integer - 1) AS n,
    unnest(ARRAY['refund', 'exchange']) AS remedy
"""
# The youngest are open, spread over a fortnight; of these every tenth waits in the queue of its department.
_CASES = """
INSERT INTO case_file (complaint_id, reference, owner_id, recorder_id, customer_id, status, language, department,
    product, wish, feeling, urgency, hot, queue, responsible_lead_id, why, recorded_at, owner_since, last_out_at,
    version)
SELECT uuidv7(told - clock_timestamp()), 'B-' || n, bench_person(person), bench_person(person), NULL, status,
    (ARRAY['en', 'lt', 'el', 'ar'])[1 + n % 4], 'department ' || person % 12, 'product ' || n % 120, 'refund',
    (ARRAY['calm', 'worried', 'upset', 'angry'])[1 + n % 4],
    (ARRAY['normal', 'normal', 'normal', 'raised', 'high', 'critical'])[1 + n % 6], n % 4 = 3,
    CASE WHEN waits THEN 'department ' || person % 12 END, CASE WHEN waits THEN bench_person(person % 12) END,
    ARRAY['speaks en', 'has room'], told, told, CASE WHEN n % 3 > 0 THEN told + interval '1 day' END, 3
FROM (
    SELECT n, (n::bigint * 7919 % $3::integer)::integer AS person, status, status = 'open' AND n % 10 = 0 AS waits,
        $4::timestamptz - CASE status WHEN 'open' THEN n * interval '1209600 seconds' / $2::integer
            ELSE interval '14 days' + n * interval '1000 days' / $2::integer END AS told
    FROM generate_series(1, $2::integer) AS n, (SELECT $1::text AS status) AS s
) AS drawn
"""
_CLOCKS = """
INSERT INTO clock (complaint_id, kind, round, department, started_at, warn_at, due_at, stopped_at)
SELECT complaint_id, kind, 0, department, recorded_at, recorded_at + within * 0.75, recorded_at + within,
    CASE WHEN status <> 'open' OR (kind = 'first_answer' AND last_out_at IS NOT NULL) THEN recorded_at + within / 2 END
FROM case_file, (VALUES ('first_answer', interval '4 hours'), ('recap', interval '1 day'),
    ('resolution', interval '15 days')) AS k (kind, within)
"""

# Every open case has a promise that is owed, and every fifth closed one had one that was kept.
_PROMISES = """
INSERT INTO promise (id, complaint_id, department, owner_id, made_by, kind, text, made_at, first_due_at, due_at, status,
    kept_at, version)
SELECT gen_random_uuid(), complaint_id, department, owner_id, owner_id, 'call', 'We call you.', recorded_at,
    recorded_at + interval '15 days', recorded_at + interval '15 days',
    CASE status WHEN 'open' THEN 'open' ELSE 'kept' END,
    CASE WHEN status <> 'open' THEN recorded_at + interval '1 day' END, 1
FROM case_file WHERE status = 'open' OR hashtext(reference) % 5 = 0
"""


def person(number: int) -> UUID:
    """The id of one of the staff; their department is `department n`, their number modulo the departments."""
    return UUID(f"00000000-0000-7000-8000-{number:012d}")


async def fill_routing(url: str, *, closed: int, still_open: int) -> None:
    """Fill an empty, migrated database of routing, and let PostgreSQL take stock of it."""
    connection = await asyncpg.connect(url, command_timeout=1_800)
    try:
        await connection.execute(_PERSON)
        await connection.execute(_STAFF, STAFF)
        await connection.execute(_AUTHORITY, STAFF)
        now = await connection.fetchval("SELECT now()")
        for status, count in (("closed", closed), ("open", still_open)):
            await connection.execute(_CASES, status, count, STAFF, now)
        await connection.execute(_CLOCKS)
        await connection.execute(_PROMISES)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
