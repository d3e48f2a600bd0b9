"""One request, one transaction, one answer: on a real database."""

from __future__ import annotations

import asyncio

import httpx
import orjson
import pytest

from shared.db.engine import Database
from shared.http.issuer import TokenIssuer

BOOK = {"title": "Šaltinis \u2028 αβγ"}


async def counts(database: Database) -> tuple[int, int, int]:
    """Books, outbox rows, kept answers."""
    row = await database.pool.fetchrow(
        "SELECT (SELECT count(*) FROM book), (SELECT count(*) FROM outbox), (SELECT count(*) FROM idempotency_key)"
    )
    assert row is not None
    return row[0], row[1], row[2]


async def test_a_post_is_answered_with_location_etag_and_one_event(
    client: httpx.AsyncClient, database: Database
) -> None:
    """SU-1, SU-2: state and event in one commit; the correlation reaches the envelope."""
    answer = await client.post("/v1/books", json=BOOK, headers={"x-correlation-id": "abc"})

    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    assert (await client.get(answer.headers["location"])).json() == answer.json()
    assert await counts(database) == (1, 1, 0)
    envelope = orjson.loads(await database.pool.fetchval("SELECT body FROM outbox"))
    assert envelope["correlationid"] == "abc"


async def test_the_same_key_gets_the_same_answer_and_one_effect(client: httpx.AsyncClient, database: Database) -> None:
    """SU-2: Idempotency-Key."""
    key = {"idempotency-key": "once"}
    first = await client.post("/v1/books", json=BOOK, headers=key)
    second = await client.post("/v1/books", json=BOOK, headers=key)

    assert (second.status_code, second.content) == (201, first.content)
    for name in ("etag", "location", "content-type"):
        assert second.headers[name] == first.headers[name]
    assert await counts(database) == (1, 1, 1)


async def test_the_same_key_with_another_body_is_refused(client: httpx.AsyncClient, database: Database) -> None:
    """SU-2: other body 422."""
    key = {"idempotency-key": "once"}
    await client.post("/v1/books", json=BOOK, headers=key)
    answer = await client.post("/v1/books", json={"title": "another"}, headers=key)

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert await counts(database) == (1, 1, 1)


async def test_a_key_belongs_to_one_caller(client: httpx.AsyncClient, issuer: TokenIssuer) -> None:
    """SU-2, SU-4: nobody gets another's answer by guessing a key."""
    key = {"idempotency-key": "once"}
    first = await client.post("/v1/books", json=BOOK, headers=key)
    other = issuer.mint(subject="shop", scopes=["complaints:write"])
    answer = await client.post("/v1/books", json={"title": "x"}, headers=key | {"authorization": f"Bearer {other}"})

    assert answer.status_code == 201
    assert answer.json()["id"] != first.json()["id"]


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "\x7f"])
async def test_a_malformed_key_is_refused(client: httpx.AsyncClient, database: Database, key: str) -> None:
    """SU-2: 1 to 255 visible ASCII characters."""
    answer = await client.post("/v1/books", json=BOOK, headers={"idempotency-key": key})

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-malformed")
    assert await counts(database) == (0, 0, 0)


async def test_many_at_once_with_one_key_have_one_effect(client: httpx.AsyncClient, database: Database) -> None:
    """SU-2: in flight 409; whoever gets a 201 gets the same one."""
    key = {"idempotency-key": "once"}
    answers = await asyncio.gather(*(client.post("/v1/books", json=BOOK, headers=key) for _ in range(12)))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert await counts(database) == (1, 1, 1)


async def test_a_failed_commit_is_never_a_2xx(client: httpx.AsyncClient, database: Database) -> None:
    """SU-1, SU-2: the answer is given after the commit; a rollback leaves no event and no kept answer."""
    answer = await client.post("/v1/books/lend", headers={"idempotency-key": "once"})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/refers-to-nothing")
    assert await counts(database) == (0, 0, 0)


async def test_a_failed_command_leaves_its_key_free(client: httpx.AsyncClient, database: Database) -> None:
    """SU-2: what had no effect may be tried again with the same key."""
    await client.post("/v1/books", json=BOOK)
    key = {"idempotency-key": "once"}
    refused = await client.post("/v1/books", json=BOOK, headers=key)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/already-exists")
    assert "αβγ" not in refused.text
    await database.pool.execute("DELETE FROM book")
    assert (await client.post("/v1/books", json=BOOK, headers=key)).status_code == 201


async def test_if_match_guards_a_change(client: httpx.AsyncClient) -> None:
    """SU-2: 428 without, 412 when stale, the new version's ETag when right."""
    made = await client.post("/v1/books", json=BOOK)
    path = f"{made.headers['location']}/title"
    missing = await client.post(path, json={"title": "a"})
    starred = await client.post(path, json={"title": "a"}, headers={"if-match": "*"})
    right = await client.post(path, json={"title": "a"}, headers={"if-match": made.headers["etag"]})
    stale = await client.post(path, json={"title": "b"}, headers={"if-match": made.headers["etag"]})

    assert [missing.status_code, starred.status_code, right.status_code, stale.status_code] == [428, 400, 200, 412]
    assert right.headers["etag"] == '"2"'
    assert stale.json()["current_version"] == 2


async def test_an_unchanged_resource_is_a_304(client: httpx.AsyncClient) -> None:
    """SU-2: If-None-Match."""
    made = await client.post("/v1/books", json=BOOK)
    answer = await client.get(made.headers["location"], headers={"if-none-match": made.headers["etag"]})

    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"1"')


async def test_a_missing_id_is_a_404_problem(client: httpx.AsyncClient) -> None:
    """SU-4: missing and foreign ids answer alike."""
    answer = await client.get("/v1/books/0190d7c8-0000-7000-8000-000000000001")

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


async def test_pages_show_every_row_once(client: httpx.AsyncClient, database: Database) -> None:
    """SU-2: keyset pages, also where rows share their time and new ones arrive meanwhile."""
    await database.pool.execute(
        "INSERT INTO book SELECT gen_random_uuid(), n::text, '2026-01-01T00:00:00Z'::timestamptz + (n / 3) * "
        "interval '1 microsecond', 1 FROM generate_series(1, 50) n"
    )
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": "7"} | ({"cursor": cursor} if cursor else {})
        part = (await client.get("/v1/books", params=params)).json()
        seen += [item["title"] for item in part["items"]]
        await client.post("/v1/books", json={"title": f"new {len(seen)}"})
        cursor = part["next"]
        if cursor is None:
            break

    assert sorted(seen, key=int) == [str(n) for n in range(1, 51)]


async def test_ready_means_that_the_database_answers(client: httpx.AsyncClient, database: Database) -> None:
    """SU-6: health."""
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]["database"]) == (200, "ok")

    await database.pool.close()
    gone = await client.get("/readyz")
    assert gone.status_code == 503
    assert gone.json()["checks"]["database"] != "ok"
    assert (await client.get("/livez")).status_code == 200


async def test_dead_letters_are_listed_shown_and_kept_when_a_replay_fails(
    client: httpx.AsyncClient, database: Database
) -> None:
    """SU-1: poison is shown, and a replay that fails changes nothing."""
    event = "0190d7c8-0000-7000-8000-000000000001"
    await database.pool.execute(
        "INSERT INTO dead_letter (event_id, stream, subject, body, error, attempts) "
        "VALUES ($1, 'INTAKE', 'intake.x.v1', $2, 'why', 1)",
        event,
        b"{}",
    )
    listed = (await client.get("/v1/ops/dead-letters")).json()
    shown = (await client.get(f"/v1/ops/dead-letters/{event}")).json()
    replayed = await client.post(f"/v1/ops/dead-letters/{event}/replay")

    assert [letter["event_id"] for letter in listed["items"]] == [event]
    assert (shown["body"], shown["error"]) == ("{}", "why")
    assert (replayed.status_code, replayed.json()["type"]) == (409, "/problems/replay-failed")
    assert await database.pool.fetchval("SELECT replayed_at FROM dead_letter") is None
    assert (await client.get("/v1/ops/dead-letters/0190d7c8-0000-7000-8000-000000000002")).status_code == 404


async def test_a_nul_in_a_query_is_a_4xx(client: httpx.AsyncClient) -> None:
    """SU-2: control characters never reach the database as a 500."""
    assert (await client.get("/v1/books", params={"cursor": "\x00"})).status_code == 422
    assert (await client.get("/v1/books/%00")).status_code == 422


async def test_an_answer_may_have_a_type_of_its_own(client: httpx.AsyncClient) -> None:
    """SU-2: calendars, tables and SCIM are answered as what they are, and again under the same key."""
    at = (await client.post("/v1/books", json=BOOK)).headers["location"]
    card = await client.get(f"{at}/card")
    assert (card.headers["content-type"], card.text) == ("text/csv; charset=utf-8", BOOK["title"])
    for _ in range(2):
        copied = await client.post(f"{at}/copies", headers={"idempotency-key": "copy"})
        assert (copied.status_code, copied.headers["content-type"]) == (201, "application/scim+json")
        assert copied.json() == {"copied": at.rpartition("/")[2]}
