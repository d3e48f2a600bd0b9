"""Comments become compliments, and every five of them a reward."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from services.recognition.domain.ledger import RewardStatus
from services.recognition.storage.tables import METADATA
from shared.db import migrate
from shared.kernel.ids import new_id
from tests.integration.recognition.books import check, check_events
from tests.integration.recognition.hall import Comment, Hall


async def test_tables_in_code_are_the_tables_in_the_database(hall: Hall) -> None:
    """SU-7: the migrations make what the code expects."""
    async with hall.database.engine.connect() as connection:
        assert await migrate.differences(connection, METADATA) == []


async def test_five_comments_earn_a_day_and_name_their_tranche(hall: Hall) -> None:
    """RE-1: five voluntary positive comments earn one paid day off; the grant names the five."""
    ana = new_id()
    await hall.deliver([Comment((ana,)) for _ in range(4)])
    assert await hall.rewards(ana) == []
    await hall.deliver([Comment((ana,)) for _ in range(3)])
    (reward,) = await hall.rewards(ana)
    assert (reward.kind.value, reward.days, reward.status) == ("paid_day_off", Decimal(1), RewardStatus.GRANTED)
    (entry,) = await hall.fetch("SELECT * FROM ledger_entry WHERE reward_id = $1", reward.id)
    ids = [row.id for row in (await hall.praise(ana)).rows]
    assert entry["compliment_ids"] == sorted(ids)[:5]
    assert (entry["by"], entry["event_id"] is None) == ("programme:five-voluntary-compliments", False)
    await check(hall, ana, valid=7)
    await check_events(hall, ana, valid=7)


async def test_what_does_not_count_is_seen_with_its_reason(hall: Hall) -> None:
    """RE-2: solicited or not positive is recorded, and does not count."""
    ana = new_id()
    await hall.deliver([Comment((ana,), voluntary=False), Comment((ana,), rating=3), Comment((ana,))])
    found = await hall.praise(ana)
    assert [(row.status, row.why, row.voluntary) for row in found.rows] == [
        ("valid", None, True),
        ("not_counted", "not_positive", True),
        ("not_counted", "solicited", False),
    ]
    await check(hall, ana, valid=1)


async def test_a_withdrawal_that_comes_first_still_wins(hall: Hall) -> None:
    """RE-4, SU-1: events may come in any order."""
    ana = new_id()
    comment = Comment((ana,))
    await hall.withdraw([comment])
    await hall.deliver([comment])
    assert [(row.status, row.why) for row in (await hall.praise(ana)).rows] == [("not_counted", "withdrawn")]
    await check(hall, ana, valid=0)


async def test_a_withdrawn_comment_takes_the_reward_and_praise_earns_a_new_one(hall: Hall) -> None:
    """RE-4: reversed by a new entry, also after the grant; when it rises again, the next ordinal is granted."""
    ana = new_id()
    comments = [Comment((ana,)) for _ in range(5)]
    await hall.deliver(comments)
    await hall.withdraw([comments[1]])
    (reversed_one,) = await hall.rewards(ana)
    assert (reversed_one.status, reversed_one.slot) == (RewardStatus.REVERSED, None)
    await check(hall, ana, valid=4)
    await hall.deliver([Comment((ana,))])
    assert [(each.ordinal, each.status.value) for each in await hall.rewards(ana)] == [
        (2, "granted"),
        (1, "reversed"),
    ]
    await check(hall, ana, valid=5)
    await check_events(hall, ana, valid=5)


async def test_a_day_that_was_taken_is_owed_when_its_ground_is_gone(hall: Hall) -> None:
    """RE-4, RE-6: also after redemption, by a new entry, and what is available falls below zero."""
    ana, manager = new_id(), new_id()
    comments = [Comment((ana,)) for _ in range(5)]
    await hall.deliver(comments)
    reward_id = (await hall.rewards(ana))[0].id
    await hall.approve(reward_id, by=manager)
    await hall.redeem(reward_id)
    await hall.withdraw(comments[:1])
    entries = await hall.fetch(
        "SELECT kind, source, target FROM ledger_entry WHERE reward_id = $1 ORDER BY number", reward_id
    )
    assert [tuple(entry) for entry in entries] == [
        ("granted", "company", "earned"),
        ("approved", "earned", "available"),
        ("redeemed", "available", "taken"),
        ("reversed_after_redemption", "available", "company"),
    ]
    await check(hall, ana, valid=4)


async def test_workers_that_meet_on_the_same_people_do_not_deadlock(hall: Hall) -> None:
    """RE-1: tallies are locked in one order by all, in whatever order a batch names people."""
    people = [new_id() for _ in range(300)]  # with fewer, even locks in no order seldom meet
    await hall.deliver([Comment(tuple(people))])
    for _ in range(2):
        await asyncio.gather(*(hall.deliver([Comment((each,)) for each in people]) for _ in range(8)))
    for each in people[::30]:
        await check(hall, each, valid=17)


async def test_a_reward_outlives_a_withdrawal_that_others_can_fill(hall: Hall) -> None:
    """RE-1: seven less one is six, which is still worth one day; a later compliment takes the place."""
    ana = new_id()
    comments = [Comment((ana,)) for _ in range(7)]
    await hall.deliver(comments)
    await hall.withdraw([comments[0]])
    assert [each.status for each in await hall.rewards(ana)] == [RewardStatus.GRANTED]
    await check(hall, ana, valid=6)
