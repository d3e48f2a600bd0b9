"""A complaint is in one family at a time, as a property."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.intake.commands.add_members import AddMembers, add_members
from services.intake.commands.found_family import FoundFamily, found_family
from services.intake.commands.remove_member import RemoveMember, remove_member
from services.intake.domain.actor import Actor
from services.intake.domain.family import HowAdded, InAFamilyAlready, MemberNotFound
from services.intake.service import SERVICE
from services.intake.settings import IntakeSettings
from shared.kernel.ids import new_id
from shared.messaging.context import Context
from shared.runtime.context import open_context
from tests.support.application import keys_for, settings_of
from tests.support.servers import DatabaseServer

ANYBODY = Actor(subject="test", staff_id=None, teams=None)
COMPLAINTS, FAMILIES = 4, 3
STEPS = st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, FAMILIES - 1), st.integers(0, COMPLAINTS - 1))

_COMPLAINT = """
INSERT INTO complaint (id, reference, channel, narrative, returning_customer, owner_id, recorded_by, language,
                       received_at, recorded_at)
VALUES (:id, CAST(gen_random_uuid() AS text), 'web', 'late', false, :id, 'test', 'en', now(), now())
"""


class Registry:
    """Complaints and families on a database of their own, driven from a loop of their own."""

    def __init__(self, context: Context, runner: asyncio.Runner) -> None:
        self.context = context
        self.run = runner.run

    async def complaint(self) -> UUID:
        """A new one."""
        id_ = new_id()
        async with self.context.transactions.begin() as tx:
            await tx.execute(text(_COMPLAINT), {"id": id_})
        return id_

    async def family(self) -> UUID:
        """A new one over a complaint that stays in it."""
        seed = await self.complaint()
        command = FoundFamily(
            title="late",
            product=None,
            department=None,
            category=None,
            root_cause=None,
            complaint_ids=[seed],
            actor=ANYBODY,
            now=self.context.clock.now(),
        )
        async with self.context.transactions.begin() as tx:
            return (await found_family(command, tx)).id

    async def step(self, what: str, family_id: UUID, complaint_id: UUID) -> bool:
        """Add or remove in a transaction of its own; whether it was possible."""
        now = self.context.clock.now()
        try:
            async with self.context.transactions.begin() as tx:
                if what == "add":
                    add = AddMembers(
                        family_id=family_id,
                        complaint_ids=[complaint_id],
                        how=HowAdded.BY_HAND,
                        actor=ANYBODY,
                        now=now,
                    )
                    await add_members(add, tx)
                else:
                    remove = RemoveMember(family_id=family_id, complaint_id=complaint_id, actor=ANYBODY, now=now)
                    await remove_member(remove, tx)
        except (InAFamilyAlready, MemberNotFound):
            return False
        return True

    async def memberships(self, complaint_ids: list[UUID]) -> dict[UUID, int]:
        """In how many families each is."""
        counted = "SELECT complaint_id, count(*) FROM family_member WHERE complaint_id = ANY(:ids) GROUP BY 1"
        async with self.context.transactions.begin() as tx:
            rows = await tx.execute(text(counted), {"ids": complaint_ids})
            return {row.complaint_id: row.count for row in rows}


@pytest.fixture
def registry(database_server: DatabaseServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Hypothesis is synchronous; its loop is its own, and so is what lives on it."""
    keys = keys_for(tmp_path_factory.mktemp("registry"))

    async def opened(stack: AsyncExitStack) -> Context:
        url = await stack.enter_async_context(database_server.database("intake"))
        settings = settings_of(IntakeSettings, keys, database_url=url)
        return await stack.enter_async_context(open_context(SERVICE, settings, application_name="test registry"))

    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        context = runner.run(opened(stack))
        try:
            yield Registry(context, runner)
        finally:
            runner.run(stack.aclose())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(STEPS, min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_complaint_is_never_in_two_families(registry: Registry, rounds: list[list[tuple[str, int, int]]]) -> None:
    """IN-21: whoever adds and removes, however many at once: in one family or none, as the answers say."""
    complaints = [registry.run(registry.complaint()) for _ in range(COMPLAINTS)]
    families = [registry.run(registry.family()) for _ in range(FAMILIES)]
    balance = dict.fromkeys(complaints, 0)

    async def at_once(steps: list[Coroutine[Any, Any, bool]]) -> list[bool]:
        return await asyncio.gather(*steps)

    for steps in rounds:
        done = registry.run(at_once([registry.step(what, families[f], complaints[c]) for what, f, c in steps]))
        for (what, _, c), possible in zip(steps, done, strict=True):
            balance[complaints[c]] += possible * (1 if what == "add" else -1)
        found = registry.run(registry.memberships(complaints))
        assert {id_: found.get(id_, 0) for id_ in complaints} == balance
        assert set(balance.values()) <= {0, 1}
