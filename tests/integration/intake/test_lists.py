"""Lists and search against the plain rule: whatever is asked, by whomever, the same complaints in the same order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text

from services.intake.domain.actor import Actor
from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import Channel, Feeling, Urgency
from services.intake.queries import complaint_list as lists
from services.intake.queries.complaint_list import complaint_list
from services.intake.queries.filters import Filters
from services.intake.storage.tables import TERMS
from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk, Json, recorded

MANY = 60
PEOPLE = [new_id() for _ in range(3)]
TEAMS = ("north", "south", "east")
STATES = (Status.RECORDED, Status.RESOLVED, Status.REOPENED)
WORDS = ("kettle", "lid", "cable")


@pytest.fixture(scope="module")
async def rows(desk: Desk) -> Sequence[dict[str, Any]]:
    """Complaints of a mark of their own, each member drawn from a few values; oldest first."""
    draw = random.Random(7)
    mark = f"m{new_id().hex}"
    async with desk.system() as client:
        for _ in range(MANY):
            body: Json = {"channel": draw.choice(list(Channel)), "department": draw.choice([None, *TEAMS])}
            body |= {"product": draw.choice([None, "pot", "pan"]), "branch": draw.choice([None, mark])}
            body |= {"feeling": draw.choice([None, *Feeling]), "language": draw.choice(["en", "lt"])}
            await recorded(client, narrative=f"{mark} {' '.join(draw.choices(WORDS, k=2))}", **body)
    people = [(one, other) for one in PEOPLE for other in (*PEOPLE, None)]
    async with desk.context.transactions.begin() as tx:
        marked = text("SELECT id FROM complaint WHERE narrative LIKE :mark")
        for (id_,) in (await tx.execute(marked, {"mark": f"{mark}%"})).all():
            owner, recorder = draw.choice(people)
            change = {"owner": owner, "recorder": recorder, "category": draw.choice([None, "late", "torn"]), "id": id_}
            change |= {
                "urgency": draw.choice(list(Urgency)),
                "status": draw.choice(STATES),
            }
            await tx.execute(
                text(
                    "UPDATE complaint SET owner_id = :owner, recorder_id = :recorder, category = :category,"
                    " urgency = :urgency, status = :status WHERE id = :id"
                ),
                change,
            )
    async with desk.context.transactions.begin() as tx:
        marked = text("SELECT * FROM complaint WHERE narrative LIKE :mark ORDER BY id")
        return [dict(row) for row in (await tx.execute(marked, {"mark": f"{mark}%"})).mappings()]


def _fits(row: dict[str, Any], filters: Filters, actor: Actor, word: str | None) -> bool:
    for name in ("owner_id", *TERMS[1:]):
        wanted = getattr(filters, name)
        if wanted is not None and row[name] != wanted:
            return False
    if filters.status and row["status"] not in filters.status:
        return False
    if word is not None and word not in row["narrative"]:
        return False
    return actor.sees(department=row["department"], owner_id=row["owner_id"], recorder_id=row["recorder_id"])


def _drawn(draw: random.Random, mark: str) -> tuple[Filters, Actor, str | None]:
    def maybe(*values: Any) -> Any:
        return draw.choice(values) if draw.random() < 0.25 else None

    filters = Filters(
        status=tuple(draw.sample(STATES, draw.choice([0, 0, 1, 2]))),
        department=maybe(*TEAMS),
        owner_id=maybe(*PEOPLE),
        product=maybe("pot", "pan"),
        branch=maybe(mark),
        category=maybe("late", "torn"),
        channel=maybe(*Channel),
        feeling=maybe(*Feeling),
        urgency=maybe(*Urgency),
        language=maybe("en", "lt"),
    )
    teams = draw.choice([None, frozenset[str](), frozenset(draw.sample(TEAMS, 2))])
    staff_id = None if teams is None else draw.choice([None, *PEOPLE])
    return filters, Actor(subject="test", staff_id=staff_id, teams=teams), draw.choice([None, *WORDS])


@pytest.mark.parametrize("looked_through", [2000, 4])
async def test_every_filter_of_everybody_finds_what_the_plain_rule_finds(
    desk: Desk, rows: Sequence[dict[str, Any]], looked_through: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SU-2, SU-4, IN-1: page after page, among the newest and by the index beyond; nothing twice or missed."""
    monkeypatch.setattr(lists, "_NEWEST", looked_through)
    draw = random.Random(looked_through)
    mark = rows[0]["narrative"].split()[0]
    for _ in range(80):
        filters, actor, word = _drawn(draw, mark)
        expected = [row["id"] for row in reversed(rows) if _fits(row, filters, actor, word)]
        seen: list[UUID] = []
        after: UUID | None = None
        while True:
            async with desk.context.transactions.begin() as tx:
                q = f"{mark} {word}" if word else mark
                part = await complaint_list(filters, tx, actor=actor, limit=7, after=after, q=q)
            seen += [row["id"] for row in part]
            if len(part) < 7:
                break
            after = part[-1]["id"]
        assert seen == expected, (filters, actor, word)


async def test_the_newest_are_read_in_order_and_no_further_than_a_page(
    desk: Desk, rows: Sequence[dict[str, Any]]
) -> None:
    """SU-2: in a small table too, where sorting nearly everything looks cheaper; by a plan that can be kept."""
    assert sum(row["status"] == Status.RESOLVED for row in rows) > 3
    sent: list[tuple[str, tuple[Any, ...]]] = []
    async with desk.context.transactions.begin() as tx:
        connection = tx.connection.sync_connection
        assert connection is not None
        event.listen(connection, "before_cursor_execute", lambda *told: sent.append((told[2], told[3])))
        system = Actor(subject="test", staff_id=None, teams=None)
        # As dear as indexes can look: PostgreSQL would sort if it were left to itself.
        await tx.execute(text("SET LOCAL random_page_cost = 1000"))
        found = await complaint_list(
            Filters(status=(Status.RESOLVED,)), tx, actor=system, limit=3, after=None, q=" or ".join(WORDS)
        )
        assert len(found) == 3
        statement, parameters = next(one for one in sent if "UNION ALL" in one[0])
        raw = await tx.raw()
        ran = [row[0] for row in await raw.fetch(f"EXPLAIN (ANALYZE) {statement}", *parameters)]
        await raw.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        await raw.execute(f"PREPARE kept AS {statement}")
        kept = [row[0] for row in await raw.fetch(f"EXPLAIN EXECUTE kept({', '.join(['NULL'] * len(parameters))})")]
        await raw.execute("DEALLOCATE kept")
    for plan in (ran, kept):
        assert not any("Sort" in line or "Seq Scan" in line for line in plan), plan
        assert sum("ix_complaint_status_id" in line for line in plan) == 2, plan
    assert sum("never executed" in line for line in ran) == 2, ran


async def test_a_list_of_teams_is_merged_from_their_indexes(desk: Desk, rows: Sequence[dict[str, Any]]) -> None:
    """SU-2: without any filter too, each complaint once, though it is of one's team and one's own."""
    actor = Actor(subject="test", staff_id=PEOPLE[0], teams=frozenset(TEAMS))
    async with desk.context.transactions.begin() as tx:
        found = await complaint_list(Filters(), tx, actor=actor, limit=200, after=None)
    ids = [row["id"] for row in found]
    assert ids == sorted(set(ids), reverse=True)
    mine = {row["id"] for row in rows if _fits(row, Filters(), actor, None)}
    assert mine <= set(ids) or len(ids) == 200


async def test_what_is_asked_over_http_is_what_is_filtered(desk: Desk) -> None:
    """SU-2: every filter by its name, several states, times from (inclusive) until (exclusive)."""
    product = f"p-{new_id().hex}"
    async with desk.system() as client:
        one = await recorded(client, product=product, feeling="angry", channel="letter", language="lt", branch="b")
        two = await recorded(client, product=product, feeling="calm", channel="web", language="en")

        async def ask(**query: Any) -> list[str]:
            answer = await client.get("/v1/complaints", params={"product": product} | query)
            assert answer.status_code == 200, answer.text
            return [item["id"] for item in answer.json()["items"]]

        assert await ask() == [two["id"], one["id"]]
        for query in (
            {"feeling": "angry"},
            {"channel": "letter"},
            {"language": "LT"},
            {"branch": "b"},
            {"urgency": "raised"},
            {"recorded_until": two["recorded_at"]},
            {"customer_id": one["customer"]["id"], "feeling": "angry"},
        ):
            assert await ask(**query) == [one["id"]], query
        assert await ask(recorded_from=two["recorded_at"]) == [two["id"]]
        assert await ask(status=["recorded", "closed"]) == [two["id"], one["id"]]
        assert await ask(status=["resolved", "closed"]) == []
        assert await ask(category="torn") == []
        item = (await client.get("/v1/complaints", params={"product": product, "feeling": "angry"})).json()["items"][0]
        assert (item["urgency"], item["branch"], item["category"]) == ("raised", "b", None)
        for bad in ({"status": "lost"}, {"recorded_from": "2026-01-01T00:00:00"}, {"language": "%"}):
            assert (await client.get("/v1/complaints", params=bad)).status_code == 422


async def test_times_far_from_now_are_no_trouble(desk: Desk) -> None:
    """SU-2: the years that we accept, at both ends."""
    async with desk.system() as client:
        told = await recorded(client, product=(product := f"p-{new_id().hex}"))
        for query, found in (
            ({"recorded_from": "1900-01-01T00:00:00Z"}, [told["id"]]),
            ({"recorded_until": "2999-12-31T00:00:00Z"}, [told["id"]]),
            ({"recorded_from": "2999-12-31T00:00:00Z"}, []),
            ({"recorded_until": "1900-01-01T00:00:00Z"}, []),
        ):
            answer = await client.get("/v1/complaints", params={"product": product} | query)
            assert [item["id"] for item in answer.json()["items"]] == found


async def test_a_clock_that_was_moved_on_hides_nothing(desk: Desk) -> None:
    """SU-8: ids are made by the machine's clock; a development clock ahead of it must not bound them wrongly."""
    ahead = timedelta(days=40)
    async with desk.system() as client:
        told = await recorded(client, product=(product := f"p-{new_id().hex}"))
    later = datetime.now(UTC) + ahead
    async with desk.context.transactions.begin() as tx:
        await tx.execute(
            text("UPDATE complaint SET recorded_at = :later WHERE id = :id"), {"later": later, "id": UUID(told["id"])}
        )
    actor = Actor(subject="test", staff_id=None, teams=None)
    for filters, found in (
        (Filters(product=product, recorded_from=later - timedelta(hours=1)), 1),
        (Filters(product=product, recorded_until=later + timedelta(hours=1)), 1),
        (Filters(product=product, recorded_until=later - timedelta(hours=1)), 0),
    ):
        async with desk.context.transactions.begin() as tx:
            assert len(await complaint_list(filters, tx, actor=actor, limit=5, after=None, offset=ahead)) == found


@pytest.mark.parametrize(
    ("narrative", "asked"),
    [
        ("Užsisakiau mėlyną paltą", "UZSISAKIAU melyna palta"),
        ("Το δέμα ήταν λάθος", "δεμα ΛΑΘΟΣ"),
        ("ΤΟ ΔΕΜΑ ΗΤΑΝ ΛΑΘΟΣ", "δέμα λάθος"),
        ("طلبتُ معطفًا أزرق", "طلبت معطفا ازرق"),
        ("The café's “special” menu—cold", "cafe special cold"),
    ],
)
async def test_search_minds_neither_accents_nor_case(desk: Desk, narrative: str, asked: str) -> None:
    """IN-1: as people type who search, in each of our scripts."""
    mark = f"m{new_id().hex}"
    async with desk.system() as client:
        told = await recorded(client, narrative=f"{mark} {narrative}")
        answer = await client.get("/v1/complaints", params={"q": f"{mark} {asked}"})
        assert [item["id"] for item in answer.json()["items"]] == [told["id"]]
