"""Which facts about complaints were heard before, whatever the ids of the events that told them."""

from __future__ import annotations

from collections.abc import Sequence

from services.routing.domain.progress import Fact
from shared.messaging.transaction import Transaction

# Sorted, so that two workers who hear of the same complaints wait for each other in one order and never deadlock.
_HEAR = """
INSERT INTO fact (complaint_id, version, what)
SELECT DISTINCT * FROM unnest($1::uuid[], $2::int[], $3::text[]) AS t (complaint_id, version, what)
ORDER BY complaint_id, version, what
ON CONFLICT DO NOTHING RETURNING complaint_id, version, what
"""


async def hear(facts: Sequence[Fact], tx: Transaction) -> tuple[Fact, ...]:
    """Remember facts and return those that were not known, each once, in their order.

    Where another transaction has one of them in hand, this waits for its outcome.
    """
    rows = await (await tx.raw()).fetch(
        _HEAR,
        [fact.complaint_id for fact in facts],
        [fact.version for fact in facts],
        [fact.what.value for fact in facts],
    )
    new = {(row["complaint_id"], row["version"], row["what"]) for row in rows}
    once = {(fact.complaint_id, fact.version, fact.what.value): fact for fact in reversed(facts)}
    return tuple(fact for key, fact in reversed(once.items()) if key in new)
