"""Housekeeping on a real database: what has served goes, what may be needed stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from shared.kernel.ids import new_id
from shared.messaging import housekeeping
from shared.messaging.housekeeping import Housekeeping
from tests.integration.messaging.scene import Scene, running
from tests.support.waiting import until

Make = Callable[..., Awaitable[Scene]]


async def test_deletes_what_is_old_and_published_and_nothing_else(scene: Make) -> None:
    """SU-1: an unpublished event is never deleted, however old."""
    intake = await scene("intake", outbox_keep_days=7)
    pool = intake.context.database.pool
    insert = (
        "INSERT INTO outbox (id, subject, body, created_at, published_at) VALUES"
        " ($1, 's', 'b', now() - $2::interval, now() - $3::interval)"
    )
    old, new = timedelta(days=8), timedelta(days=6)
    unpublished, late, recent = new_id(), new_id(), new_id()
    await pool.execute(insert, new_id(), old, old)
    await pool.execute(insert, unpublished, old, None)
    await pool.execute(insert, late, old, new)
    await pool.execute(insert, recent, new, new)
    await pool.execute("INSERT INTO inbox VALUES ($1, now() - interval '100 days'), ($2, now())", new_id(), recent)

    async def swept() -> bool:
        return bool(await intake.value("SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM inbox) = 4"))

    async with running(Housekeeping(intake.context).run):
        await until(swept)
    left = {row["id"] for row in await pool.fetch("SELECT id FROM outbox")}
    assert left == {unpublished, late, recent}
    assert await intake.value("SELECT event_id FROM inbox") == recent


async def test_the_inbox_remembers_what_a_dead_letter_could_still_repeat(scene: Make) -> None:
    """SU-1: an event that died, and was taken when it came again, is never applied a second time by a late replay."""
    intake = await scene("intake")
    pool = intake.context.database.pool
    waiting, replayed = new_id(), new_id()
    await pool.execute(
        "INSERT INTO inbox SELECT id, now() - interval '100 days' FROM unnest($1::uuid[]) AS t (id)",
        [waiting, replayed],
    )
    letter = "INSERT INTO dead_letter VALUES ($1, 'ROUTING', 's', 'b', 'e', 1, now(), $2::timestamptz)"
    await pool.execute(letter, waiting, None)
    await pool.execute(letter, replayed, datetime.now(UTC))
    async with pool.acquire() as connection:
        assert await housekeeping.sweep(connection, table="inbox", older_than=timedelta(days=38)) == 1
    assert await intake.value("SELECT event_id FROM inbox") == waiting


async def test_the_inbox_outlives_whatever_can_still_come_again(scene: Make) -> None:
    """SU-1: an event republished on its outbox row's last day lies in the stream for max_age more."""
    intake = await scene("intake", outbox_keep_days=7, stream_max_age_days=30, inbox_keep_days=35)
    kept = housekeeping.keep(intake.context.common)
    assert kept["inbox"] > timedelta(days=7 + 30)
    longer = await scene("intake", inbox_keep_days=90)
    assert housekeeping.keep(longer.context.common)["inbox"] == timedelta(days=90)
