"""What finding like complaints costs when there are many: `python -m tests.bench.likeness_at_size 20000 1000000`.

Narratives are made of sentences of real complaints and of made-up words, some common, most of them rare.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from pathlib import Path

import asyncpg
from sqlalchemy import text

from services.intake.queries.similar import similar
from shared.db.engine import Database, dsn
from shared.messaging.transaction import Transactions
from tests.likeness import EVERYBODY, SAMPLE, Quiet, read
from tests.support.servers import database_server, session_home

ASKED = 100
_BATCH = 20_000
_FILL = """
INSERT INTO complaint (id, reference, channel, narrative, returning_customer, owner_id, recorded_by, language, product,
                       department, received_at, recorded_at)
SELECT gen_random_uuid(), 'R' || n, 'phone',
       (SELECT string_agg(words, ' ')
        FROM (SELECT (random() * ($1 - 1))::int AS place FROM generate_series(1, 5 + n % 4) WHERE n = n) AS chosen
        JOIN sentence USING (place))
       || ' ' || (SELECT string_agg('zq' || (exp(random() * 12.2))::int || 'x', ' ')
                  FROM generate_series(1, 8) WHERE n = n),
       false, gen_random_uuid(), 'bench', 'en', 'product ' || n % 40, 'department ' || n % 20, now(), now()
FROM generate_series($2::int, $3::int) AS n
"""


async def main(sizes: list[int]) -> None:
    """Fill a database of each size, and ask for what is like each of a hundred complaints."""
    print("complaints      p50 ms   p99 ms   CPU ms: PostgreSQL   this process   (load average)")
    with session_home() as home, database_server(home) as server:
        for size in sizes:
            async with server.database("intake") as url:
                await fill(url, size)
                print(f"{size:<12}{await measure(url, size)}   ({os.getloadavg()[0]:.1f})", flush=True)


async def fill(url: str, size: int) -> None:
    """So many complaints, with statistics."""
    connection = await asyncpg.connect(dsn(url), command_timeout=3600)
    try:
        told = " ".join(one.narrative for one in read(SAMPLE))
        sentences = [one for one in re.split(r"(?<=[.!?])\s+", told) if 20 < len(one) < 300]
        await connection.execute("CREATE TABLE sentence (place int PRIMARY KEY, words text)")
        await connection.copy_records_to_table("sentence", records=list(enumerate(sentences)))
        await connection.execute("SET synchronous_commit = off")
        for first in range(1, size + 1, _BATCH):
            await connection.execute(_FILL, len(sentences), first, min(first + _BATCH - 1, size))
        await connection.execute("VACUUM ANALYZE complaint")
    finally:
        await connection.close()


async def measure(url: str, size: int) -> str:
    """A line of figures."""
    database = await Database.connect(url, application_name="bench", pool_size=2)
    transactions = Transactions(database.engine, Quiet())
    try:
        async with transactions.begin() as tx:
            sample = text(f"SELECT id FROM complaint ORDER BY md5(id::text || {size}) LIMIT {ASKED}")
            asked = list((await tx.execute(sample)).scalars())
            server = (await tx.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        for warm in asked[:10]:
            async with transactions.begin() as tx:
                await similar(warm, tx, actor=EVERYBODY, limit=25, place=None)
        took, theirs, ours = [], _cpu(server), time.process_time()
        for one in asked:
            began = time.perf_counter()
            async with transactions.begin() as tx:
                await similar(one, tx, actor=EVERYBODY, limit=25, place=None)
            took.append(1000 * (time.perf_counter() - began))
        theirs, ours = 1000 * (_cpu(server) - theirs) / ASKED, 1000 * (time.process_time() - ours) / ASKED
    finally:
        await database.close()
    took.sort()
    return f"{took[ASKED // 2]:>10.0f}{took[ASKED * 99 // 100]:>9.0f}{theirs:>21.1f}{ours:>15.1f}"


def _cpu(pid: int) -> float:
    """Seconds that a process of this machine has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    asyncio.run(main([int(size) for size in sys.argv[1:]] or [20_000]))
