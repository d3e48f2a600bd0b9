"""RO-2 as a property: whatever is told, asked and decided, in any order, twice or at once, a case has an owner."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from services.routing.service import SERVICE
from shared.kernel.ids import new_id
from shared.messaging import timers
from shared.messaging.dispatch import Dispatch
from shared.messaging.subscription import Received
from tests.integration.routing.desk import Desk, open_desk, received, recorded
from tests.integration.routing.lives import COMPLAINTS, PEOPLE, PERSON, PICK, Life
from tests.integration.routing.ownership_ledger import out_of_place
from tests.support.servers import DatabaseServer

_EVERYTHING = """
TRUNCATE staff, case_file, fact, progress, clock, timer, outbox, inbox, idempotency_key CASCADE
"""


class Died(Exception):
    """A process that was killed before its commit."""


class OwnerMachine(RuleBasedStateMachine):
    """Routing's reactions, timers and doors on a real database; the model is only what was told."""

    def __init__(self, desk: Desk, runner: asyncio.Runner) -> None:
        super().__init__()
        self._desk = desk
        self._run = runner.run
        self._lives: list[Life] = []
        self._staff: list[UUID] = []
        self._system = new_id()

    @initialize()
    def people_are_hired(self) -> None:
        async def hire() -> None:
            await self._desk.context.database.pool.execute(_EVERYTHING)
            self._staff = [await self._desk.hire(level, **members) for level, members in PEOPLE]

        self._run(hire())

    def _at_once(self, *work: Coroutine[Any, Any, Any]) -> list[Any]:
        async def gather() -> list[Any]:
            return await asyncio.gather(*work, return_exceptions=True)

        results: list[Any] = self._run(gather())
        for result in results:
            # Two that wait for each other are told apart by PostgreSQL, and a worker does its batch again.
            if isinstance(result, BaseException) and not isinstance(result, (Died, timers.LeaseLost)):
                raise result
        return results

    def _arrive(self, wanted: Sequence[dict[str, Any]]) -> list[Received[Any]]:
        made = []
        for members in wanted:
            told = dict(members)
            recorder = told.pop("recorder")
            owner = self._system if recorder < 0 else self._staff[recorder]
            made.append(received(recorded(owner, **told), version=1))
        self._lives += [Life(one) for one in made]
        return made

    def _life(self, pick: int) -> Life | None:
        return self._lives[pick % len(self._lives)] if self._lives else None

    @rule(wanted=COMPLAINTS)
    def complaints_arrive(self, wanted: list[dict[str, Any]]) -> None:
        self._at_once(self._desk.hear(*self._arrive(wanted)))

    @rule(wanted=COMPLAINTS, workers=st.integers(2, 3))
    def complaints_arrive_at_several_workers_at_once(self, wanted: list[dict[str, Any]], workers: int) -> None:
        made = self._arrive(wanted)
        self._at_once(*(self._desk.hear(*made[worker::workers], made[0]) for worker in range(workers)))

    @rule(pick=PICK, what=st.sampled_from(["resolved", "reopened", "reopened", "closed", "classified", "contacted"]))
    def something_happens(self, pick: int, what: str) -> None:
        if life := self._life(pick):
            self._at_once(self._desk.hear(life.next(what, self._system)))

    @rule(wanted=COMPLAINTS, what=st.lists(st.sampled_from(["resolved", "reopened"]), min_size=1, max_size=3))
    def what_happened_is_heard_before_the_complaint(self, wanted: list[dict[str, Any]], what: list[str]) -> None:
        made = self._arrive(wanted[:1])
        later = [self._lives[-1].next(one, self._system) for one in what]
        for one in (*reversed(later), *made):
            self._at_once(self._desk.hear(one))

    @rule(pick=PICK)
    def everything_of_a_complaint_is_told_again(self, pick: int) -> None:
        if life := self._life(pick):
            self._at_once(self._desk.hear(*reversed(life.told)))

    @rule(wanted=COMPLAINTS)
    def a_worker_dies_before_its_commit_and_another_goes_on(self, wanted: list[dict[str, Any]]) -> None:
        made = self._arrive(wanted)

        async def die() -> None:
            async with self._desk.context.transactions.begin(correlation_id="test") as tx:
                await Dispatch(SERVICE.subscriptions).apply(made, tx, self._desk.clock.now())
                raise Died

        self._at_once(die())
        self._at_once(self._desk.hear(*made))

    @rule()
    def a_worker_dies_with_timers_in_its_hands(self) -> None:
        async def claim() -> None:
            async with self._desk.context.database.pool.acquire() as connection:
                await timers.claim(
                    connection, kinds=list(SERVICE.timers), offset=self._desk.clock.offset(), lease=timers.LEASE
                )

        self._at_once(claim())

    @rule(minutes=st.sampled_from([1, 5, 31, 61, 300, 1500]))
    def time_passes(self, minutes: int) -> None:
        self._desk.clock.advance(timedelta(minutes=minutes))
        self._at_once(self._desk.let_time_pass())

    @rule(first=PERSON, second=PERSON)
    def two_claim_at_once(self, first: int, second: int) -> None:
        self._at_once(*(self._ask("/v1/queue/next", {}, "agent", self._staff[one]) for one in (first, second)))

    @rule(pick=PICK, to=st.none() | PERSON)
    def a_lead_reassigns(self, pick: int, to: int | None) -> None:
        if life := self._life(pick):
            body = {"why": "better so"} | ({} if to is None else {"to_id": str(self._staff[to])})
            self._at_once(self._ask(f"/v1/cases/{life.complaint_id}/reassignment", body, "admin"))

    @rule(pick=PICK, reason=st.sampled_from(["authority", "skill", "customer_asks"]))
    def a_case_is_escalated(self, pick: int, reason: str) -> None:
        if life := self._life(pick):
            body = {"reason": reason, "customer_told": True}
            self._at_once(self._ask(f"/v1/cases/{life.complaint_id}/escalations", body, "admin"))

    @rule(pick=PICK, what=st.sampled_from(["acceptance", "acceptance", "refusal"]), to=PERSON)
    def an_offer_is_answered_while_a_lead_reassigns(self, pick: int, what: str, to: int) -> None:
        offered = self._run(self._offered())
        if offered:
            handoff, complaint = offered[pick % len(offered)]
            body = {"why": "no room"} if what == "refusal" else {}
            self._at_once(
                self._ask(f"/v1/handoffs/{handoff}/{what}", body, "admin"),
                self._ask(f"/v1/cases/{complaint}/reassignment", {"why": "x", "to_id": str(self._staff[to])}, "admin"),
            )

    @rule(who=st.integers(1, len(PEOPLE) - 1), active=st.booleans())
    def somebody_leaves_or_comes_back(self, who: int, active: bool) -> None:
        self._at_once(self._set_active(self._staff[who], active=active))

    @rule(who=st.integers(1, len(PEOPLE) - 1), wanted=COMPLAINTS)
    def somebody_leaves_while_complaints_arrive(self, who: int, wanted: list[dict[str, Any]]) -> None:
        made = self._arrive(wanted)
        self._at_once(
            self._desk.hear(*made),
            self._set_active(self._staff[who], active=False),
            self._ask("/v1/queue/next", {}, "agent", self._staff[who]),
        )

    @rule(who=st.integers(1, len(PEOPLE) - 1), hours=st.integers(1, 30), deputy=st.none() | PERSON)
    def somebody_falls_ill(self, who: int, hours: int, deputy: int | None) -> None:
        self._at_once(self._fall_ill(self._staff[who], hours, None if deputy is None else self._staff[deputy]))

    async def _fall_ill(self, staff: UUID, hours: int, deputy: UUID | None) -> None:
        """Away from this moment on, unless they are away already: then none of what they had is left with them."""
        now = self._desk.clock.now()
        body = {"kind": "sick", "starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=hours)).isoformat()}
        body |= {"deputy_id": str(deputy)} if deputy else {}
        noted = await self._ask(f"/v1/staff/{staff}/absences", body, "admin")
        await self._desk.let_time_pass()
        if noted == 201:
            left = await self._desk.context.database.pool.fetchval(
                "SELECT count(*) FROM case_file WHERE owner_id = $1 AND status = 'open' AND queue IS NULL", staff
            )
            assert left == 0

    async def _set_active(self, staff: UUID, *, active: bool) -> None:
        path, headers = f"/v1/staff/{staff}", self._desk.headers()
        shown = await self._desk.client.get(path, headers=headers)
        headers |= {"if-match": shown.headers["etag"]}
        changed = await self._desk.client.patch(path, json={"active": active}, headers=headers)
        assert changed.status_code == 200, changed.text

    async def _offered(self) -> list[tuple[UUID, UUID]]:
        rows = await self._desk.context.database.pool.fetch(
            "SELECT id, complaint_id FROM handoff WHERE status = 'offered' ORDER BY offered_at, id"
        )
        return [(row["id"], row["complaint_id"]) for row in rows]

    async def _ask(self, path: str, body: dict[str, Any], role: str, staff: UUID | None = None) -> int:
        """What a door answers: it may refuse, never fail."""
        answer = await self._desk.client.post(path, json=body, headers=self._desk.headers(role, staff=staff))
        assert answer.status_code < 500, answer.text
        return answer.status_code

    @invariant()
    def everything_has_its_place(self) -> None:
        pool: asyncpg.Pool = self._desk.context.database.pool
        assert self._run(out_of_place(pool)) == {}

    def teardown(self) -> None:
        """Every complaint that was told of has a case."""
        pool: asyncpg.Pool = self._desk.context.database.pool
        known = self._run(pool.fetch("SELECT complaint_id FROM case_file"))
        assert {life.complaint_id for life in self._lives} <= {row["complaint_id"] for row in known}


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """The machine is synchronous; its loop is its own."""
    with asyncio.Runner() as opened:
        yield opened


def _live(server: DatabaseServer, folder: Path, runner: asyncio.Runner, *, examples: int, steps: int) -> None:
    stack = AsyncExitStack()
    url = runner.run(stack.enter_async_context(server.database("routing")))
    desk = runner.run(stack.enter_async_context(open_desk(url, folder)))
    try:
        run_state_machine_as_test(
            lambda: OwnerMachine(desk, runner),
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                # A race seldom repeats itself, so shrinking would run for ever and end in "flaky".
                phases=[Phase.generate],
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        runner.run(stack.aclose())


@pytest.mark.timeout(300)
def test_a_case_always_has_an_owner(database_server: DatabaseServer, tmp_path: Path, runner: asyncio.Runner) -> None:
    """RO-2, RO-4, IN-2: events in any order, time-outs, absences, departures, claims, races and crashes."""
    _live(database_server, tmp_path, runner, examples=12, steps=12)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_case_always_has_an_owner_in_many_lives(
    database_server: DatabaseServer, tmp_path: Path, runner: asyncio.Runner
) -> None:
    """RO-2, RO-4, IN-2: the same, for longer."""
    _live(database_server, tmp_path, runner, examples=300, steps=40)
