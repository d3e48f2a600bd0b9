"""Fills intake's database with complaints as three years leave them: many words, few departments, mostly closed.

Made in the database itself from narratives of the CFPB's public complaint database and generated words. Ids are
UUIDv7 spread over 36 months, so that the order of ids is the order of time.
"""

from __future__ import annotations

import asyncio
import csv
import random
from pathlib import Path
from uuid import UUID

import asyncpg

DEPARTMENTS = 12
_DESKS_OF_A_MILLION = 33
FEWEST_DESKS = 3
"""So many people every department has, however few its complaints."""
RARE = "ultramarine"
"""A word in one narrative of twenty thousand."""

_NARRATIVES = Path(__file__).resolve().parents[1] / "data" / "cfpb-200.csv"
_PASSAGES = 4000
_WRITERS = 2

_PASSAGE_TABLE = "CREATE UNLOGGED TABLE bench_passage (n integer PRIMARY KEY, words text NOT NULL)"
_INDEXES = """
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
WHERE indrelid = 'complaint'::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
_CUSTOMERS = """
INSERT INTO customer (id, match_key, name, email, language, created_at, last_seen_at)
SELECT md5('customer ' || n)::uuid, 'email:' || n || '@customer.example', 'Customer ' || n,
       n || '@customer.example', 'en', now(), now()
FROM generate_series(1, $1::integer) AS n
"""
# Powers of a random number make few departments, products and words common and most of them rare. The youngest
# fiftieth is still open; of the rest most are closed.
_COMPLAINTS = """
WITH drawn AS MATERIALIZED (
    SELECT n, n::float / $3::integer AS part, random() AS fate, random() AS help, random() AS style,
           floor(random() ^ 2 * 12)::integer AS team, floor(random() * $5::integer)::integer AS desk,
           floor(random() ^ 2 * 120)::integer AS product, floor(random() * 4000)::integer AS passage,
           floor(random() ^ 3 * 60000)::integer AS word
    FROM generate_series($1::integer, $2::integer) AS n
), told AS MATERIALIZED (
    SELECT *, uuidv7(make_interval(days => floor((part - 1) * 1095)::integer,
                                   secs => 86400 * ((part * 1095)::numeric % 1)::float)) AS id,
           team + 12 * desk AS person, team + 12 * (floor(help * 2 * $5::integer)::integer % $5::integer) AS helper,
           CASE WHEN part > 0.98 THEN 'recorded' WHEN fate < 0.94 THEN 'closed' WHEN fate < 0.99 THEN 'resolved'
                ELSE 'reopened' END AS status
    FROM drawn
)
INSERT INTO complaint (id, reference, status, channel, narrative, customer_id, returning_customer, owner_id,
                       recorded_by, recorder_id, language, feeling, product, department, branch, category,
                       resolution_number, closed_how, closed_at, resolved_at, received_at, recorded_at)
SELECT id, 'B' || told.n, status, (ARRAY['web', 'phone', 'email', 'in_person'])[1 + floor(style * 4)::integer],
       words || ' w' || word || CASE WHEN told.n % 20000 = 7 THEN ' ultramarine' ELSE '' END,
       md5('customer ' || 1 + told.n % $4::integer)::uuid, told.n > $4::integer, bench_person(person), 'bench',
       CASE WHEN help < 0.3 THEN bench_person(helper) WHEN help < 0.8 THEN bench_person(person) END,
       (ARRAY['en', 'lt', 'el', 'ar'])[1 + floor(style * 97)::integer % 4],
       (ARRAY['calm', 'worried', 'upset', 'angry', 'abusive'])[1 + floor(fate ^ 2 * 5)::integer],
       'product ' || product, 'department ' || team, 'branch ' || told.n % 50, 'category ' || product % 15,
       CASE WHEN status = 'recorded' THEN 0 ELSE 1 END, CASE WHEN status = 'closed' THEN 'confirmed' END,
       CASE WHEN status = 'closed' THEN uuid_extract_timestamp(id) + interval '5 days' END,
       CASE WHEN status <> 'recorded' THEN uuid_extract_timestamp(id) + interval '3 days' END,
       uuid_extract_timestamp(id), uuid_extract_timestamp(id)
FROM told JOIN bench_passage ON bench_passage.n = passage
"""
_PERSON = """
CREATE FUNCTION bench_person(number integer) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('00000000-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid
"""


def person(number: int) -> UUID:
    """The id of one of the staff; their department is `department n`, their number modulo the departments."""
    return UUID(f"00000000-0000-7000-8000-{number:012d}")


async def fill(url: str, complaints: int) -> None:
    """Fill an empty, migrated database of intake, and let PostgreSQL take stock of it."""
    connection = await asyncpg.connect(url, command_timeout=900)
    try:
        await connection.execute(_PERSON)
        await connection.execute(_PASSAGE_TABLE)
        await connection.copy_records_to_table("bench_passage", records=list(enumerate(_passages())))
        indexes = await connection.fetch(_INDEXES)
        for index in indexes:
            await connection.execute(f"DROP INDEX {index['name']}")
        customers = max(1, complaints * 7 // 10)
        await connection.execute(_CUSTOMERS, customers)
        desks = max(FEWEST_DESKS, _DESKS_OF_A_MILLION * complaints // 1_000_000)
        part = -(-complaints // _WRITERS)
        await asyncio.gather(
            *(
                _write(url, first, min(first + part - 1, complaints), complaints, customers, desks)
                for first in range(1, complaints + 1, part)
            )
        )
        # The memory for building indexes; what a database administrator would give such a build too.
        await connection.execute("SET maintenance_work_mem = '512MB'")
        for index in indexes:
            await connection.execute(index["definition"])
        await connection.execute("VACUUM (ANALYZE) complaint")
        await connection.execute("VACUUM (ANALYZE) customer")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


async def _write(url: str, first: int, last: int, complaints: int, customers: int, desks: int) -> None:
    # Foreign keys are true by construction; checking each would take longer than writing.
    settings = {"session_replication_role": "replica", "synchronous_commit": "off"}
    connection = await asyncpg.connect(url, command_timeout=900, server_settings=settings)
    try:
        await connection.execute("SELECT setseed($1::float)", first / (complaints + 1))
        await connection.execute(_COMPLAINTS, first, last, complaints, customers, desks)
    finally:
        await connection.close()


def _passages() -> list[str]:
    """Runs of 15 to 60 words out of real narratives, the same ones each time."""
    with _NARRATIVES.open(encoding="utf-8", newline="") as file:
        words = " ".join(row["Consumer complaint narrative"] for row in csv.DictReader(file)).split()
    draw = random.Random(2026)
    passages = []
    for _ in range(_PASSAGES):
        length = draw.randint(15, 60)
        start = draw.randrange(len(words) - length)
        passages.append(" ".join(words[start : start + length]))
    return passages
