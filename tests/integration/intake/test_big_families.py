"""A family of more complaints than one transaction takes."""

from __future__ import annotations

import asyncio
from collections import Counter

from sqlalchemy import text

from services.intake.commands.reach_members import BATCH
from services.intake.domain.family import REACH_FAMILY
from services.intake.timers.reach_family import reach_family
from shared.messaging.timers import claim
from tests.integration.intake.desk import Desk
from tests.integration.intake.kin import family, lead, told

MANY = 1200

_FILL = """
WITH made AS (
    INSERT INTO complaint (id, reference, channel, narrative, returning_customer, owner_id, recorded_by, language,
                           department, received_at, recorded_at)
    SELECT gen_random_uuid(), 'BIG-' || n, 'web', 'late ' || n, false, gen_random_uuid(), 'test', 'en', 'kin-big',
           now(), now()
    FROM generate_series(1, :many) n
    RETURNING id
)
INSERT INTO family_member (family_id, complaint_id, added_by, added_at, how)
SELECT :family, id, 'test', now(), 'by_hand' FROM made
"""


async def test_a_change_reaches_twelve_hundred_members_exactly_once(desk: Desk) -> None:
    """IN-21: in bounded batches, by two workers at once, one version, one event and one change for each."""
    async with lead(desk) as client:
        made = await family(client, await told(client, "kin-big", "late"))
        async with desk.context.transactions.begin() as tx:
            await tx.execute(text(_FILL), {"many": MANY, "family": made["id"]})
        url = f"/v1/families/{made['id']}"
        changed = await client.patch(url, json={"root_cause": "process"}, headers={"if-match": '"1"'})
        assert changed.status_code == 200
        assert (await client.get(url)).json()["complaints_to_follow"] == MANY + 1 - BATCH
        await asyncio.gather(work(desk), work(desk))
        assert (await client.get(url)).json()["complaints_to_follow"] == 0
    async with desk.context.transactions.begin() as tx:
        members = "SELECT complaint_id FROM family_member WHERE family_id = :family"
        rows = await tx.execute(
            text(f"SELECT version, root_cause FROM complaint WHERE id IN ({members}) AND narrative <> 'late'"),
            {"family": made["id"]},
        )
        assert Counter(tuple(row) for row in rows) == {(2, "process"): MANY}
        noted = await tx.execute(
            text(
                f"SELECT complaint_id, count(*) FROM change WHERE complaint_id IN ({members})"
                " AND detail ->> 'what' = 'classified' GROUP BY 1"
            ),
            {"family": made["id"]},
        )
        assert Counter(count for _, count in noted) == {1: MANY + 1}
        heard = await tx.execute(
            text(
                "SELECT convert_from(body, 'UTF8')::jsonb ->> 'subject', count(*) FROM outbox"
                " WHERE subject LIKE '%complaint.classified%'"
                f" AND (convert_from(body, 'UTF8')::jsonb ->> 'subject')::uuid IN ({members}) GROUP BY 1"
            ),
            {"family": made["id"]},
        )
        assert Counter(count for _, count in heard) == {1: MANY + 1}


async def work(desk: Desk) -> None:
    """Run what is due, as a worker does, until nothing is."""
    idle = 0
    while idle < 3:
        async with desk.context.database.pool.acquire() as connection:
            due = await claim(connection, kinds=[REACH_FAMILY], offset=desk.context.clock.offset(), limit=1)
        for one in due:
            await reach_family(one, desk.context)
        idle = 0 if due else idle + 1
        await asyncio.sleep(0)
