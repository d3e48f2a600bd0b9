"""Impact and the customer's occasion: urgency of now, and again as the day comes near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from services.intake.reactions.to_followup import close_confirmed
from services.intake.reactions.to_itself_urgency import watch_recorded
from services.intake.service import SERVICE
from services.intake.storage.occasions import TIMER
from shared.contracts.followup import SolutionConfirmed
from shared.contracts.intake import ComplaintRecorded
from shared.kernel.clock import FixedClock
from shared.kernel.ids import new_id
from shared.messaging.timers import Due, claim
from tests.integration.intake.desk import Desk, Json, recorded, resolved


def in_days(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days)).isoformat()


async def cost(client: httpx.AsyncClient, complaint_id: str, *, status: int = 200, **body: object) -> Json:
    answer = await client.put(f"/v1/complaints/{complaint_id}/impact", json=body)
    assert answer.status_code == status, answer.text
    found: Json = answer.json()
    return found


async def due_at(desk: Desk, complaint_id: str) -> datetime | None:
    async with desk.context.transactions.begin() as tx:
        row = await tx.execute(
            text("SELECT due_at FROM timer WHERE kind = :kind AND key = :key"), {"kind": TIMER, "key": complaint_id}
        )
        found: datetime | None = row.scalar_one_or_none()
    return found


async def urgencies(desk: Desk, complaint_id: str) -> list[str]:
    """The urgency in each event about the complaint."""
    return [one["data"]["urgency"] for one in await desk.published(complaint_id) if "urgency" in one["data"]]


async def let_fall_due(desk: Desk, complaint_id: str, at: datetime) -> int:
    """Run this complaint's timers as a worker would whose clock says `at`; how many fell due."""
    offset = at - datetime.now(UTC)
    # A lease that ends now by the machine's clock leaves the timers of other tests as due as they were.
    context = replace(desk.context, clock=FixedClock(at))
    async with desk.context.database.pool.acquire() as connection:
        found: Sequence[Due] = await claim(connection, kinds=[TIMER], offset=offset, lease=timedelta(0) - offset)
    mine = [one for one in found if one.key == UUID(complaint_id)]
    for one in mine:
        await SERVICE.timers[TIMER](one, context)
    return len(mine)


async def test_impact_is_recorded_with_its_history_and_urgency(desk: Desk) -> None:
    """IN-9: money, time, an occasion; the urgency of now; what was told before is kept; an event."""
    async with desk.agent() as client:
        told = await recorded(client)
        first = await cost(
            client,
            told["id"],
            detail="a morning off work",
            money_lost={"amount": "12.50", "currency": "EUR"},
            minutes_lost=500,
            occasion="a birthday",
            occasion_on=in_days(5),
        )
        assert (first["urgency"], first["version"]) == ("high", 2)
        assert first["impact"]["money_lost"] == {"amount": "12.50", "currency": "EUR"}
        second = await cost(client, told["id"], occasion="a birthday", occasion_on=in_days(1))
        assert second["urgency"] == "high"
        third = await cost(client, told["id"], detail="nothing after all")
        assert (third["urgency"], third["impact"]["occasion_on"]) == ("normal", None)
        stale = await client.put(
            f"/v1/complaints/{told['id']}/impact", json={"minutes_lost": 1}, headers={"if-match": '"1"'}
        )
        assert stale.status_code == 412
    assert await urgencies(desk, told["id"]) == ["normal", "high", "high", "normal"]
    async with desk.context.transactions.begin() as tx:
        rows = await tx.execute(
            text("SELECT detail FROM change WHERE complaint_id = :id AND kind = 'impact' ORDER BY id"),
            {"id": told["id"]},
        )
        history = [row[0] for row in rows]
    assert history[1]["from"] == history[0]["to"]
    assert history[0]["to"]["minutes_lost"] == 500


async def test_it_is_looked_at_again_when_the_occasion_comes_near(desk: Desk) -> None:
    """IN-9: a week before, two days before, on the day, when it is over; each time with an event; then no more."""
    async with desk.agent() as client:
        told = await recorded(client)
        day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=30)
        first = await cost(client, told["id"], occasion="a wedding", occasion_on=day.date().isoformat())
    assert first["urgency"] == "normal"
    assert await due_at(desk, told["id"]) == day - timedelta(days=7)
    assert await let_fall_due(desk, told["id"], day - timedelta(days=7, seconds=1)) == 0
    for before, then in ((7, "raised"), (2, "high"), (0, "critical"), (-1, "normal")):
        assert await let_fall_due(desk, told["id"], day - timedelta(days=before)) == 1
        assert (await urgencies(desk, told["id"]))[-1] == then
    assert await urgencies(desk, told["id"]) == ["normal", "normal", "raised", "high", "critical", "normal"]
    assert await due_at(desk, told["id"]) is None


async def test_the_days_are_those_of_the_customers_zone(desk: Desk) -> None:
    """IN-9: for a customer in Auckland a day begins before it does in UTC."""
    customer = {"email": f"{new_id().hex}@example.nz", "time_zone": "Pacific/Auckland"}
    async with desk.agent() as client:
        told = await recorded(client, customer=customer)
        await cost(client, told["id"], occasion_on="2050-07-15")
    assert await due_at(desk, told["id"]) == datetime(2050, 7, 7, 12, tzinfo=UTC)


async def test_an_occasion_that_moved_or_went_takes_its_timer_along(desk: Desk) -> None:
    """IN-9: one timer per complaint, at the turn of what holds now."""
    async with desk.agent() as client:
        told = await recorded(client)
        for day, due in (
            ("2050-07-15", datetime(2050, 7, 8, tzinfo=UTC)),
            ("2050-08-15", datetime(2050, 8, 8, tzinfo=UTC)),
        ):
            await cost(client, told["id"], occasion_on=day)
            assert await due_at(desk, told["id"]) == due
        await cost(client, told["id"], minutes_lost=5)
        assert await due_at(desk, told["id"]) is None
        await cost(client, told["id"], occasion_on="2020-01-01")
        assert await due_at(desk, told["id"]) is None


async def test_occasions_told_at_recording_are_watched_too(desk: Desk) -> None:
    """IN-9: by intake's own event; heard again or late it changes nothing; without an occasion nothing falls due."""
    async with desk.agent() as client:
        told = await recorded(client, impact={"occasion": "a birthday", "occasion_on": "2050-07-15"})
        plain = await recorded(client)
        missed = await recorded(client, impact={"occasion_on": in_days(20)})
    said = {one["id"]: (await desk.published(one["id"]))[0]["data"] for one in (told, plain, missed)}
    heard = {id_: ComplaintRecorded.model_validate(data) for id_, data in said.items()}
    # The worker was away for two weeks: the turn that it missed falls due at once.
    late = heard[missed["id"]].model_copy(update={"recorded_at": datetime.now(UTC) - timedelta(days=14)})
    for _ in range(2):
        await desk.hear(
            watch_recorded,
            heard[told["id"]],
            heard[plain["id"]],
            late,
            aggregate=UUID(told["id"]),
            versions=[1, 1, 1],
        )
        assert await due_at(desk, told["id"]) == datetime(2050, 7, 8, tzinfo=UTC)
        assert await due_at(desk, plain["id"]) is None
    turn = await due_at(desk, missed["id"])
    assert turn is not None
    assert await let_fall_due(desk, missed["id"], turn) == 1
    assert (await urgencies(desk, missed["id"]))[-1] == "raised"


async def test_a_closed_complaint_is_left_alone_until_it_is_open_again(desk: Desk) -> None:
    """IN-9: its urgency says nothing any more; but the next turn is still watched, for it may be reopened."""
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=30)
    async with desk.agent() as client:
        told = await recorded(client)
        await cost(client, told["id"], occasion_on=day.date().isoformat())
        await resolved(client, told["id"])
    solved = SolutionConfirmed(
        survey_id=new_id(), complaint_id=UUID(told["id"]), resolution_number=1, confirmed_at=datetime.now(UTC)
    )
    await desk.hear(close_confirmed, solved, aggregate=new_id(), versions=[3])
    before = await urgencies(desk, told["id"])
    assert await let_fall_due(desk, told["id"], day - timedelta(days=7)) == 1
    assert await urgencies(desk, told["id"]) == before
    assert await due_at(desk, told["id"]) == day - timedelta(days=2)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"occasion_on": "2026-02-30"}, "/occasion_on"),
        ({"occasion_on": "soon"}, "/occasion_on"),
        ({"occasion_on": "9999-12-31"}, "/occasion_on"),
        ({"minutes_lost": -1}, "/minutes_lost"),
        ({"minutes_lost": 10**18}, "/minutes_lost"),
        ({"money_lost": {"amount": "-1", "currency": "EUR"}}, "/money_lost/amount"),
        ({"money_lost": {"amount": "1"}}, "/money_lost/currency"),
        ({"occasion": "x" * 201}, "/occasion"),
        ({"reason": "x"}, "/reason"),
    ],
)
async def test_an_impact_that_can_not_be_is_refused(desk: Desk, body: Json, pointer: str) -> None:
    """IN-9: a 422 that names the member; nothing is stored."""
    async with desk.agent() as client:
        told = await recorded(client)
        answer = await cost(client, told["id"], status=422, **body)
        assert pointer in [one["pointer"] for one in answer["errors"]]
        assert (await client.get(f"/v1/complaints/{told['id']}")).json()["version"] == 1


async def test_nobody_tells_the_impact_of_a_foreign_complaint(desk: Desk) -> None:
    """IN-9, SU-4: it answers like a missing one."""
    async with desk.agent(None, "deliveries") as mine, desk.agent(None, "returns") as theirs:
        told = await recorded(mine)
        await cost(theirs, told["id"], status=404, minutes_lost=1)
        await cost(mine, str(new_id()), status=404, minutes_lost=1)
