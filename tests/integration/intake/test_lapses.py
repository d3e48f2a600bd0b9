"""What routing tells of clocks and promises: counted once a fact, in any order and any batch."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from services.intake.reactions.to_routing import note_breaches, note_broken_promises
from services.intake.storage.tables import change
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, recorded
from tests.integration.intake.registry import keeper
from tests.integration.intake.test_greetings import broken, greeting, late


async def test_each_fact_counts_once(desk: Desk) -> None:
    """IN-4, RO-7, RO-8: told twice, in one batch or later, a clock breached or a promise broken counts once."""
    async with keeper(desk) as client:
        one, other = await recorded(client), await recorded(client)
        first, second, theirs = late(one["id"]), late(one["id"], "resolution"), late(other["id"])
        about = UUID(one["id"])
        await desk.hear(note_breaches, second, theirs, first, first, aggregate=about, versions=[4, 2, 3, 3])
        await desk.hear(note_breaches, first, second, aggregate=about, versions=[3, 4])
        promise = broken(one["id"])
        await desk.hear(note_broken_promises, promise, promise, aggregate=new_id(), versions=[2, 2])
        card = await greeting(client, f"/v1/customers/{one['customer']['id']}")
        assert card["open"][0]["lapses"] == [
            {"kind": "promise_broken", "times": 1},
            {"kind": "late", "times": 2},
        ]
        assert (await client.get(f"/v1/complaints/{one['id']}")).json()["version"] == 4
        assert (await client.get(f"/v1/complaints/{other['id']}")).json()["version"] == 2
    async with desk.context.transactions.begin() as tx:
        rows = (await tx.execute(select(change).where(change.c.complaint_id == about).order_by(change.c.id))).mappings()
        written = [(row["kind"], row["changed_by"], row["detail"]) for row in rows]
    due = promise.due_at.isoformat()
    assert sorted(written, key=str) == sorted(
        [
            ("late", "routing", {"clock": "first_answer", "due_at": due}),
            ("late", "routing", {"clock": "resolution", "due_at": due}),
            ("promise_broken", "routing", {"promise_id": str(promise.promise_id), "due_at": due}),
        ],
        key=str,
    )


async def test_a_lapse_of_an_unknown_complaint_is_an_error(desk: Desk) -> None:
    """IN-4: it becomes a dead letter, and is not passed over in silence; its neighbours in the batch are done again."""
    async with keeper(desk) as client:
        told = await recorded(client)
    about = UUID(told["id"])
    with pytest.raises(NotFound):
        await desk.hear(note_breaches, late(told["id"]), late(str(new_id())), aggregate=about, versions=[2, 2])
    async with keeper(desk) as client:
        assert (await client.get(f"/v1/complaints/{told['id']}")).json()["version"] == 1
