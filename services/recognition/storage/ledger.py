"""The ledger: entries are appended, and nothing here can do anything else with them."""

from __future__ import annotations

from collections.abc import Sequence

from services.recognition.domain.ledger import Entry
from shared.messaging.transaction import Transaction

# The tranche is read where it is written: the compliments that stand behind the reward's slot at this moment.
_APPEND = """
INSERT INTO ledger_entry (reward_id, number, kind, source, target, days, at, by, why, event_id, compliment_ids)
SELECT e.*, CASE WHEN r.slot IS NULL THEN '{}' ELSE ARRAY(
    SELECT c.id FROM compliment AS c
    WHERE c.programme_id = r.programme_id AND c.staff_id = r.staff_id
        AND c.place > (r.slot - 1) * p.threshold AND c.place <= r.slot * p.threshold
    ORDER BY c.place) END
FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::timestamptz[],
    $8::text[], $9::text[], $10::uuid[]) AS e (reward_id)
JOIN reward AS r ON r.id = e.reward_id
JOIN programme AS p ON p.id = r.programme_id
"""


async def append(entries: Sequence[Entry], tx: Transaction) -> None:
    """Append entries, after the rewards that they belong to are stored."""
    if not entries:
        return
    await (await tx.raw()).execute(
        _APPEND,
        [each.reward_id for each in entries],
        [each.number for each in entries],
        [each.kind for each in entries],
        [each.source for each in entries],
        [each.target for each in entries],
        [each.days for each in entries],
        [each.at for each in entries],
        [each.by for each in entries],
        [each.why for each in entries],
        [each.event_id for each in entries],
    )
