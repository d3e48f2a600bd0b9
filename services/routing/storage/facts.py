"""What was heard of complaints: every fact once, whatever the ids of the events that told it, with what it said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

import orjson

from services.routing.domain.progress import Fact, Happening
from shared.messaging.transaction import Transaction

# Sorted, so that two workers who hear of the same complaints wait for each other in one order and never deadlock.
_HEAR = """
INSERT INTO fact (complaint_id, version, what, at, number, detail)
SELECT complaint_id, version, what, at, number, detail::jsonb
FROM unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::int[], $6::text[])
    AS t (complaint_id, version, what, at, number, detail)
ORDER BY complaint_id, version, what
ON CONFLICT DO NOTHING RETURNING complaint_id, version, what
"""
_OF = """
SELECT complaint_id, version, what, at, number, detail::text AS detail FROM fact WHERE complaint_id = ANY($1::uuid[])
ORDER BY complaint_id, version, what
"""


async def hear(facts: Sequence[Fact], tx: Transaction) -> tuple[Fact, ...]:
    """Remember facts and return those that were not known, each once, in their order.

    Where another transaction has one of them in hand, this waits for its outcome.
    """
    told = {(fact.complaint_id, fact.version, fact.what.value): fact for fact in reversed(facts)}
    once = tuple(reversed(told.values()))
    rows = await (await tx.raw()).fetch(
        _HEAR,
        [fact.complaint_id for fact in once],
        [fact.version for fact in once],
        [fact.what.value for fact in once],
        [fact.at for fact in once],
        [fact.number for fact in once],
        [orjson.dumps(dict(fact.detail)).decode() for fact in once],
    )
    new = {(row["complaint_id"], row["version"], row["what"]) for row in rows}
    return tuple(fact for fact in once if (fact.complaint_id, fact.version, fact.what.value) in new)


async def of(complaint_ids: Collection[UUID], tx: Transaction) -> dict[UUID, tuple[Fact, ...]]:
    """All that was heard of these complaints, each in the order of its versions, in one statement.

    Complete for a complaint whose progress is locked: whoever hears more of it waits.
    """
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for row in await (await tx.raw()).fetch(_OF, list(complaint_ids)):
        found[row["complaint_id"]].append(
            Fact(
                complaint_id=row["complaint_id"],
                version=row["version"],
                what=Happening(row["what"]),
                at=row["at"],
                number=row["number"],
                detail=orjson.loads(row["detail"]),
            )
        )
    return {complaint_id: tuple(facts) for complaint_id, facts in found.items()}
