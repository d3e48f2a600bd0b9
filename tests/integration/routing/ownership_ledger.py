"""What must hold of ownership at every moment, asked of the database itself: each query finds what must not be."""

from __future__ import annotations

import asyncpg

_OUT_OF_PLACE = {
    "a case whose owner nobody knows": """
        SELECT c.complaint_id FROM case_file c
        WHERE c.owner_id <> c.recorder_id AND NOT EXISTS (SELECT FROM staff s WHERE s.id = c.owner_id)
    """,
    "a case whose last noted owner is another one": """
        SELECT c.complaint_id FROM case_file c WHERE c.owner_id IS DISTINCT FROM (
            SELECT o.owner_id FROM ownership o WHERE o.complaint_id = c.complaint_id ORDER BY o.version DESC LIMIT 1
        )
    """,
    "a list of owners that does not begin with arrival, or goes back in time": """
        SELECT complaint_id FROM (
            SELECT complaint_id, how, since, row_number() OVER w AS place, lag(since) OVER w AS before
            FROM ownership WINDOW w AS (PARTITION BY complaint_id ORDER BY version)
        ) AS told WHERE (place = 1 AND how <> 'arrival') OR since < before
    """,
    "an owner noted at a version that the case never reached": """
        SELECT o.complaint_id FROM ownership o JOIN case_file c USING (complaint_id) WHERE o.version > c.version
    """,
    # Whoever is found away or gone on reopening keeps the case until the timer that falls due at once has run.
    "an open case that lies with nobody who works here, and in no queue": """
        SELECT c.complaint_id FROM case_file c
        WHERE c.status = 'open' AND c.queue IS NULL
            AND NOT EXISTS (SELECT FROM staff s WHERE s.id = c.owner_id AND s.active)
            AND NOT EXISTS (SELECT FROM timer t WHERE t.kind = 'place_queued' AND t.key = c.complaint_id)
    """,
    "a waiting case for which no lead answers who works here": """
        SELECT c.complaint_id FROM case_file c
        WHERE c.status = 'open' AND c.queue IS NOT NULL
            AND NOT EXISTS (
                SELECT FROM staff s WHERE s.id = c.responsible_lead_id AND s.active
                    AND s.level IN ('lead', 'regional_manager', 'head')
            )
            AND NOT EXISTS (SELECT FROM timer t WHERE t.kind = 'place_queued' AND t.key = c.complaint_id)
    """,
    "a waiting case at which nobody looks again": """
        SELECT c.complaint_id FROM case_file c
        WHERE c.status = 'open' AND c.queue IS NOT NULL
            AND NOT EXISTS (
                SELECT FROM timer t WHERE t.kind = 'place_queued'
                    AND (t.key = c.complaint_id OR t.payload ->> 'queue' = c.queue)
            )
    """,
    "two offers of one case, or one of somebody else's": """
        SELECT h.complaint_id FROM handoff h JOIN case_file c USING (complaint_id)
        WHERE h.status = 'offered' GROUP BY h.complaint_id HAVING count(*) > 1 OR bool_or(h.from_id <> c.owner_id)
    """,
    "a move that was not told, or told of another owner": """
        SELECT complaint_id FROM (
            SELECT complaint_id, owner_id, how, row_number() OVER w AS place FROM ownership
            WINDOW w AS (PARTITION BY complaint_id ORDER BY version)
        ) AS moved
        WHERE place > 1 AND NOT EXISTS (
            SELECT FROM outbox o WHERE o.subject = 'routing.case.assigned.v1'
                AND convert_from(o.body, 'UTF8')::jsonb -> 'data' ->> 'complaint_id' = moved.complaint_id::text
                AND convert_from(o.body, 'UTF8')::jsonb -> 'data' ->> 'owner_id' = moved.owner_id::text
                AND convert_from(o.body, 'UTF8')::jsonb -> 'data' ->> 'how' = moved.how
        )
    """,
}


async def out_of_place(pool: asyncpg.Pool) -> dict[str, list[str]]:
    """By what is wrong, the cases of which it is; empty when all is well."""
    found = {}
    for what, query in _OUT_OF_PLACE.items():
        if rows := await pool.fetch(query):
            found[what] = [str(row["complaint_id"]) for row in rows]
    return found
