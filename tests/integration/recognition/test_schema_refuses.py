"""RE-1, RE-6: what the schema itself refuses, whoever writes, in raw SQL and with no rule of ours in the way."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest

from shared.kernel.ids import new_id
from tests.integration.recognition.books import check
from tests.integration.recognition.hall import NOW, Comment, Hall

REWARD = """
INSERT INTO reward (id, programme_id, staff_id, kind, days, ordinal, slot, status, version, granted_at)
VALUES ($1, 1, $2, 'paid_day_off', 1, $3, $4, 'granted', 1, $5)
"""
ENTRY = """
INSERT INTO ledger_entry (reward_id, number, kind, source, target, days, at, by, why, compliment_ids)
VALUES ($1, $2, $3, 'company', 'earned', $4, $5, 'raw', 'raw', '{}')
"""
COMPLIMENT = """
INSERT INTO compliment (id, comment_id, staff_id, programme_id, status, place, recorded_at)
VALUES ($1, $2, $3, 1, 'valid', $4, $5)
"""
REFUSED = asyncpg.IntegrityConstraintViolationError


@pytest.fixture
async def ana(hall: Hall) -> UUID:
    """Somebody with seven compliments and one reward."""
    staff_id = new_id()
    await hall.deliver([Comment((staff_id,)) for _ in range(7)])
    return staff_id


async def _reward_of(hall: Hall, staff_id: UUID) -> UUID:
    return (await hall.rewards(staff_id))[0].id


async def _known_comment(hall: Hall) -> UUID:
    comment = Comment((new_id(),))
    await hall.deliver([comment])
    return comment.id


async def _together(hall: Hall, *statements: tuple[object, ...]) -> None:
    async with hall.database.pool.acquire() as connection, connection.transaction():
        for statement, *arguments in statements:
            await connection.execute(str(statement), *arguments)


async def test_a_second_grant_for_the_same_compliments(hall: Hall, ana: UUID) -> None:
    """RE-1: a reward beyond floor(valid / 5) can't be committed, not even with its ledger entry."""
    reward_id = new_id()
    with pytest.raises(asyncpg.CheckViolationError, match="a reward per 5 compliments"):
        await _together(hall, (REWARD, reward_id, ana, 2, 2, NOW), (ENTRY, reward_id, 1, "granted", 1, NOW))
    await check(hall, ana, valid=7)


@pytest.mark.parametrize(("ordinal", "slot"), [(1, 2), (2, 1)])
async def test_the_same_ordinal_or_slot_twice(hall: Hall, ana: UUID, ordinal: int, slot: int) -> None:
    """RE-1: the n-th reward exists once, and a tranche of compliments stands behind one live reward."""
    with pytest.raises(asyncpg.UniqueViolationError):
        await hall.database.pool.execute(REWARD, new_id(), ana, ordinal, slot, NOW)


async def test_a_slot_beyond_the_count(hall: Hall, ana: UUID) -> None:
    """RE-1: live rewards stand at 1..n, so that each has its own tranche."""
    with pytest.raises(REFUSED, match="slot beyond"):
        await hall.database.pool.execute(REWARD, new_id(), ana, 2, 3, NOW)


async def test_a_grant_without_its_ledger_entry(hall: Hall) -> None:
    """RE-6: the count and the ledger always agree."""
    ben = new_id()
    await hall.deliver([Comment((ben,)) for _ in range(4)])
    known = await _known_comment(hall)
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="ledger_entry"):
        await _together(hall, (COMPLIMENT, new_id(), known, ben, 5, NOW), (REWARD, new_id(), ben, 1, 1, NOW))
    await check(hall, ben, valid=4)


async def test_a_fifth_compliment_without_its_reward(hall: Hall) -> None:
    """RE-1: neither too many rewards nor too few."""
    ben = new_id()
    await hall.deliver([Comment((ben,)) for _ in range(4)])
    with pytest.raises(asyncpg.CheckViolationError, match="a reward per 5 compliments"):
        await hall.database.pool.execute(COMPLIMENT, new_id(), await _known_comment(hall), ben, 5, NOW)


async def test_a_comment_counted_twice_for_one_person(hall: Hall) -> None:
    """RE-1: one comment, one compliment a person."""
    ben, comment = new_id(), Comment((new_id(),))
    await hall.deliver([comment])
    await hall.deliver([Comment((ben,))])
    await hall.database.pool.execute(COMPLIMENT, new_id(), comment.id, ben, 2, NOW)
    with pytest.raises(asyncpg.UniqueViolationError):
        await hall.database.pool.execute(COMPLIMENT, new_id(), comment.id, ben, 3, NOW)


@pytest.mark.parametrize(("place", "error"), [(7, asyncpg.UniqueViolationError), (9, asyncpg.CheckViolationError)])
async def test_a_place_taken_or_beyond_the_row(hall: Hall, ana: UUID, place: int, error: type[Exception]) -> None:
    """RE-1: valid compliments stand at 1..n, so each is behind one reward at most."""
    with pytest.raises(error):
        await hall.database.pool.execute(COMPLIMENT, new_id(), await _known_comment(hall), ana, place, NOW)


async def test_a_compliment_of_a_comment_that_nobody_heard_of(hall: Hall, ana: UUID) -> None:
    """RE-1: nothing counts that was not said."""
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await hall.database.pool.execute(COMPLIMENT, new_id(), new_id(), ana, 8, NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET days = 2 WHERE reward_id = $1",
        "DELETE FROM ledger_entry WHERE reward_id = $1",
        "DELETE FROM reward WHERE id = $1",
        "UPDATE reward SET days = 2 WHERE id = $1",
        "UPDATE reward SET staff_id = gen_random_uuid() WHERE id = $1",
        "UPDATE reward SET status = 'approved', version = 2, approved_by = gen_random_uuid() WHERE id = $1",
        "UPDATE reward SET slot = NULL, status = 'reversed', reversed_at = now() WHERE id = $1",
        "UPDATE reward SET approved_by = staff_id WHERE id = $1",
    ],
)
async def test_history_can_not_be_rewritten(hall: Hall, ana: UUID, statement: str) -> None:
    """RE-6: the ledger is append-only, and no state changes without an entry."""
    with pytest.raises(REFUSED):
        await hall.database.pool.execute(statement, await _reward_of(hall, ana))
    await check(hall, ana, valid=7)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE staff_tally SET valid = 10, granted = 2, rewards = 2 WHERE staff_id = $1",
        "DELETE FROM staff_tally WHERE staff_id = $1",
        "INSERT INTO staff_tally (programme_id, staff_id, threshold, valid)"
        " SELECT 1, gen_random_uuid(), 5, 4 FROM reward WHERE staff_id = $1",
        "INSERT INTO staff_tally (programme_id, staff_id, threshold)"
        " SELECT 1, gen_random_uuid(), 1 FROM reward WHERE staff_id = $1",
        "DELETE FROM compliment WHERE staff_id = $1",
        "UPDATE compliment SET staff_id = gen_random_uuid() WHERE staff_id = $1",
        "UPDATE compliment SET place = place + 1 WHERE staff_id = $1",
        "UPDATE compliment SET status = 'reversed', why = 'raw', place = NULL, reversed_at = now()"
        " WHERE staff_id = $1 AND place IN (5, 6, 7)",
        "UPDATE compliment SET status = 'reversed', why = 'raw', place = NULL, reversed_at = now()"
        " WHERE staff_id = $1 AND place = 1",
    ],
)
async def test_the_tally_counts_what_is_there(hall: Hall, ana: UUID, statement: str) -> None:
    """RE-1: only compliments and rewards change a tally, and only to what they are."""
    with pytest.raises(REFUSED):
        await hall.database.pool.execute(statement, ana)
    await check(hall, ana, valid=7)


@pytest.mark.parametrize("table", ["ledger_entry", "reward", "compliment", "staff_tally", "comment"])
async def test_no_table_is_emptied(hall: Hall, ana: UUID, table: str) -> None:
    """RE-6: nor is history thrown away as a whole."""
    with pytest.raises(REFUSED):
        await hall.database.pool.execute(f"TRUNCATE {table} CASCADE")
    await check(hall, ana, valid=7)


@pytest.mark.parametrize(
    ("number", "kind", "days"),
    [
        (1, "granted", 1),
        (2, "granted", 1),
        (2, "approved", 1),
        (1, "approved", 1),
        (2, "reversed", 2),
        (3, "redeemed", -1),
    ],
)
async def test_an_entry_that_does_not_fit_its_reward(hall: Hall, ana: UUID, number: int, kind: str, days: int) -> None:
    """RE-6: no second grant, no entry ahead of its reward's state, no other amount."""
    with pytest.raises(REFUSED):
        await hall.database.pool.execute(ENTRY, await _reward_of(hall, ana), number, kind, days, NOW)
    await check(hall, ana, valid=7)


async def test_an_entry_of_no_reward(hall: Hall) -> None:
    """RE-6: every entry belongs to a reward."""
    with pytest.raises(REFUSED):
        await hall.database.pool.execute(ENTRY, new_id(), 1, "granted", 1, NOW)
