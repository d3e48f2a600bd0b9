"""What must be true of the database for a person, however it came to be: the books agree (RE-1, RE-6)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from services.recognition.domain.ledger import RewardStatus
from tests.integration.recognition.hall import Hall

GONE = {RewardStatus.REVERSED, RewardStatus.REVERSED_AFTER_REDEMPTION}
_COUNTS = """
SELECT
    (SELECT count(*) FROM compliment WHERE staff_id = $1 AND status = 'valid') AS valid,
    (SELECT coalesce(array_agg(place ORDER BY place), '{}') FROM compliment
        WHERE staff_id = $1 AND place IS NOT NULL) AS places,
    (SELECT coalesce(array_agg(slot ORDER BY slot), '{}') FROM reward
        WHERE staff_id = $1 AND slot IS NOT NULL) AS slots,
    (SELECT coalesce(array_agg(ordinal ORDER BY ordinal), '{}') FROM reward WHERE staff_id = $1) AS ordinals,
    (SELECT row(valid, granted, rewards) FROM staff_tally WHERE staff_id = $1) AS tally
"""
_BALANCES = """
SELECT account, sum(days) AS days FROM (
    SELECT source AS account, -e.days AS days FROM ledger_entry AS e JOIN reward AS r ON r.id = reward_id
        WHERE staff_id = $1
    UNION ALL
    SELECT target, e.days FROM ledger_entry AS e JOIN reward AS r ON r.id = reward_id WHERE staff_id = $1
) AS postings GROUP BY account
"""
_EVENTS = """
SELECT subject, count(*) AS times FROM outbox
WHERE convert_from(body, 'UTF8')::jsonb -> 'data' ->> 'staff_id' = $1::text GROUP BY subject
"""


async def check(hall: Hall, staff_id: UUID, *, valid: int) -> None:
    """`valid` compliments count; rewards, tally, queries and ledger agree with that."""
    row = (await hall.fetch(_COUNTS, staff_id))[0]
    live = valid // 5
    assert row["valid"] == valid
    assert row["places"] == list(range(1, valid + 1))
    assert row["slots"] == list(range(1, live + 1))
    assert row["ordinals"] == list(range(1, len(row["ordinals"]) + 1))
    if row["tally"] is not None:
        assert tuple(row["tally"]) == (valid, live, len(row["ordinals"]))
    rewards = await hall.rewards(staff_id)
    assert (await hall.praise(staff_id)).valid == valid
    assert sum(reward.status not in GONE for reward in rewards) == live
    balances = {each["account"]: each["days"] for each in await hall.fetch(_BALANCES, staff_id)}
    assert sum(balances.values(), Decimal(0)) == 0
    assert -balances.get("company", Decimal(0)) == live
    by_status = {status: sum(reward.status is status for reward in rewards) for status in RewardStatus}
    owed = by_status[RewardStatus.REVERSED_AFTER_REDEMPTION]
    assert balances.get("earned", 0) == by_status[RewardStatus.GRANTED]
    assert balances.get("available", 0) == by_status[RewardStatus.APPROVED] - owed
    assert balances.get("taken", 0) == by_status[RewardStatus.REDEEMED] + owed


async def check_events(hall: Hall, staff_id: UUID, *, valid: int) -> None:
    """What was said to the others adds up to what is stored."""
    said = {each["subject"].split(".", 1)[1]: each["times"] for each in await hall.fetch(_EVENTS, str(staff_id))}
    assert said.get("compliment.counted.v1", 0) - said.get("compliment.reversed.v1", 0) == valid
    assert said.get("reward.granted.v1", 0) == len(await hall.rewards(staff_id))
    assert said.get("reward.granted.v1", 0) - said.get("reward.reversed.v1", 0) == valid // 5
