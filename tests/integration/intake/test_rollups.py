"""The figures follow the complaints, whatever events come, in whichever order, however often, from however many."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, text
from sqlalchemy.exc import IntegrityError

from services.intake.commands.count_complaints import CountComplaints, count_complaints
from services.intake.commands.recount_insights import FiguresAstray, check_figures, recount
from services.intake.storage.tables import complaint
from shared.kernel.ids import new_id
from shared.runtime.installation import load_service
from tests.integration.intake.counting import (
    AT,
    change,
    closed_after,
    count,
    kept,
    open_desk,
    put,
    recounted,
    resolved_after,
    row,
)
from tests.integration.intake.desk import Desk, Json, recorded
from tests.support.servers import DatabaseServer

SEEDS = range(12)
CAUSES = (None, "delivery", "price", "staff_attitude")


@pytest.fixture
async def desk(database_server: DatabaseServer, tmp_path: Path) -> AsyncIterator[Desk]:
    """On a database of its own: figures are over all complaints."""
    async with open_desk(database_server, tmp_path) as opened:
        yield opened


async def agrees(desk: Desk) -> None:
    """The rollups are what the complaints add up to, told twice: in Python, and by the chore."""
    assert await kept(desk) == await recounted(desk)
    async with desk.context.transactions.begin() as tx:
        assert (await check_figures(tx, AT)).startswith("The figures are right; 0 complaints")


def anything(dice: random.Random, others: list[UUID]) -> Json:
    """Some state that a complaint can be in, whatever it was before."""
    status = dice.choice(["recorded", "resolved", "closed", "reopened", "parted", *(["merged"] if others else [])])
    received = AT - timedelta(hours=dice.randint(0, 5000))
    times = [None, received + timedelta(seconds=dice.randint(-60, 10 ** dice.randint(1, 7)))]
    given = status in {"resolved", "closed", "reopened"} or dice.random() < 0.3
    return {
        "status": status,
        "closed_how": dice.choice(["confirmed", "silence"]) if status == "closed" else None,
        "merged_into": dice.choice(others) if status == "merged" else None,
        "department": dice.choice([None, "deliveries", "returns"]),
        "product": dice.choice([None, "coat", "παλτό", "معطف"]),
        "root_cause": dice.choice(CAUSES),
        "category": dice.choice([None, "wrong item"]),
        "branch": dice.choice([None, "Vilnius", "Kaunas"]),
        "channel": dice.choice(["phone", "web"]),
        "received_at": received,
        "first_answered_at": dice.choice(times),
        "resolved_at": times[1] if given else None,
        "resolution_number": dice.randint(1, 3) if given else 0,
        "reopened_times": dice.choice([0, 0, 1, 2]),
        "late_times": dice.choice([0, 0, 3]),
        "broken_promises": dice.choice([0, 0, 2]),
    }


@pytest.mark.parametrize("seed", SEEDS)
async def test_whatever_is_heard_the_figures_are_a_count_of_the_complaints(desk: Desk, seed: int) -> None:
    """IN-22: any changes, any events in any order and repetition, batches and single ones, deletions included."""
    dice = random.Random(seed)
    ids: list[UUID] = []
    for _ in range(40):
        match dice.choice(["put", "change", "change", "hear", "hear", "delete"]):
            case "put":
                ids += await put(desk, *(row(**anything(dice, ids)) for _ in range(dice.randint(1, 4))))
            case "change" if ids:
                id_ = dice.choice(ids)
                await change(desk, id_, **anything(dice, [one for one in ids if one != id_]))
            case "hear" if ids:
                await count(desk, dice.choices([*ids, new_id()], k=dice.randint(1, 6)))
            case "delete" if ids and dice.random() < 0.3:
                gone = ids.pop(dice.randrange(len(ids)))
                async with desk.context.transactions.begin() as tx:
                    await tx.execute(
                        complaint.update()
                        .where(complaint.c.merged_into == gone)
                        .values(merged_into=None, status="recorded")
                    )
                    await tx.execute(delete(complaint).where(complaint.c.id == gone))
                    await count_complaints(CountComplaints(complaint_ids=frozenset([gone]), now=AT), tx)
    order = ids * 2
    dice.shuffle(order)
    async with desk.context.transactions.begin() as tx:
        await count_complaints(CountComplaints(complaint_ids=frozenset(order[: len(ids)]), now=AT), tx)
    await count(desk, order)
    assert ids
    await agrees(desk)


async def test_two_workers_at_once_apply_no_difference_twice(desk: Desk) -> None:
    """IN-22: the same complaints counted by six transactions at a time, while they go on changing."""
    dice = random.Random(22)
    ids = await put(desk, *(row(department=f"d{n % 3}") for n in range(30)))

    async def work(some: list[UUID]) -> None:
        for _ in range(10):
            async with desk.context.transactions.begin() as tx:
                await count_complaints(CountComplaints(complaint_ids=frozenset(some), now=AT), tx)

    async def meddle() -> None:
        for _ in range(60):
            await change(desk, dice.choice(ids), **anything(dice, []))

    await asyncio.gather(meddle(), *(work(dice.sample(ids, 20)) for _ in range(5)), work(ids))
    await count(desk, ids)
    await agrees(desk)


async def test_reclassification_moves_counts_and_loses_none(desk: Desk) -> None:
    """IN-22, IN-12: from one cause and department to another; the sum over all stays."""
    first, second = await put(desk, row(department="deliveries"), row(department="deliveries"))
    await count(desk, [first, second])
    await change(desk, first, department="returns", root_cause="price", category="fees")
    await count(desk, [first])
    found, _ = await kept(desk)
    month = "2026-03-01"
    assert found["department", "month", month, "deliveries"]["recorded"] == 1
    assert found["department", "month", month, "returns"]["recorded"] == 1
    assert found["cause", "month", month, "price"]["recorded"] == found["cause", "month", month, ""]["recorded"] == 1
    assert found["all", "month", month, ""]["recorded"] == 2
    await agrees(desk)


async def test_recording_pays_for_no_counting(desk: Desk) -> None:
    """IN-22: no trigger on complaints; a recorded one is counted when its event is heard."""
    async with desk.context.transactions.begin() as tx:
        triggers = "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'complaint'::regclass AND NOT tgisinternal"
        assert (await tx.execute(text(triggers))).scalar_one() == 0
    async with desk.system() as client:
        told = await recorded(client)
    assert await desk.count("counted") == await desk.count("rollup") == 0
    await count(desk, [UUID(told["id"])])
    assert await desk.count("counted") == 1
    await agrees(desk)


async def test_the_same_again_writes_nothing(desk: Desk) -> None:
    """IN-22, SU-1: a repetition does not even touch the moment of counting."""
    ids = await put(desk, row(**closed_after(30)), row())
    await count(desk, ids)
    moments = text("SELECT max(counted_at), max(xmin::text::bigint) FROM rollup")
    async with desk.context.transactions.begin() as tx:
        before = (await tx.execute(moments)).one()
    await count(desk, [*ids, *ids])
    async with desk.context.transactions.begin() as tx:
        assert (await tx.execute(moments)).one() == before


async def test_a_recount_mends_what_went_astray(desk: Desk) -> None:
    """IN-22: from the complaints alone; the check tells astray from not yet counted."""
    ids = await put(desk, row(**resolved_after(5)), row(), row(**closed_after(60, "silence")))
    await count(desk, ids[:2])
    async with desk.context.transactions.begin() as tx:
        assert "1 complaints have changed" in await check_figures(tx, AT)
        await tx.execute(text("UPDATE rollup SET recorded = recorded + 1, parted = parted + 1"))
    async with desk.context.transactions.begin() as tx:
        with pytest.raises(FiguresAstray):
            await check_figures(tx, AT)
    async with desk.context.transactions.begin() as tx:
        assert await recount(tx, AT) == "3 complaints counted"
    await agrees(desk)
    async with desk.context.transactions.begin() as tx:
        await tx.execute(text("UPDATE rollup_hours SET resolved = resolved + 1"))
        with pytest.raises(FiguresAstray):
            await check_figures(tx, AT)


async def test_an_upgrade_sums_up_quarters_from_the_months_that_are_kept(desk: Desk) -> None:
    """IN-22: back to the version before and on again; the figures are right without a recount."""
    dice = random.Random(11)
    await count(desk, await put(desk, *(row(**anything(dice, [])) for _ in range(40))))
    migration = ScriptDirectory(str(load_service("intake").migrations)).get_revision("0011").module

    def there_and_back(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            migration.downgrade()
            quarters = text("SELECT count(*) FROM rollup WHERE grain = 'quarter'")
            assert connection.execute(quarters).scalar_one() == 0
            migration.upgrade()

    async with desk.context.transactions.begin() as tx:
        await tx.connection.run_sync(there_and_back)
    await agrees(desk)


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE rollup SET recorded = recorded + 1",
        "UPDATE rollup SET late = -1",
        "UPDATE rollup_hours SET resolved = -1",
        "UPDATE rollup SET dimension = 'staff'",
    ],
)
async def test_the_schema_refuses_counts_that_make_no_sense(desk: Desk, wrong: str) -> None:
    """IN-22: every complaint has one outcome, nothing is counted below zero, and nobody on the staff is counted by."""
    await count(desk, await put(desk, row(**resolved_after(5))))
    with pytest.raises(IntegrityError):
        async with desk.context.transactions.begin() as tx:
            await tx.execute(text(wrong))


async def test_an_imported_history_counts_in_its_own_months(desk: Desk) -> None:
    """IN-22: by the day on which it reached us, in UTC, not by the day on which it was typed in."""
    late = AT.replace(year=2019, month=12, day=31, hour=23)
    await count(desk, await put(desk, row(received_at=late, recorded_at=AT)))
    found, _ = await kept(desk)
    assert {key[2] for key in found if key[1] == "month"} == {"2019-12-01"}
    assert {key[2] for key in found if key[1] == "week"} == {"2019-12-30"}
