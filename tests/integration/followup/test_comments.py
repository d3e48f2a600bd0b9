"""What people say unasked: the hot door, the public page, and taking it back."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from shared.kernel.ids import new_id
from tests.integration.followup.world import World

STAFF = "0198c0de-0000-7000-8000-000000000001"
COMMENT = {"text": "Kind and quick", "rating": 5, "language": "lt-lt", "staff_ids": [STAFF], "voluntary": True}


async def _leave(world: World, **changes: Any) -> Any:
    body = {name: value for name, value in (COMMENT | changes).items() if value is not ...}
    return await world.api.post("/v1/comments", json=body, headers=world.bearer("comments:write"))


class TestLeaving:
    async def test_keeps_the_words_and_tells_the_numbers(self, world: World) -> None:
        """FO-5, SU-1: comment.received carries no words and no name."""
        left = await _leave(world, author={"name": "Anna", "contact": "anna@example.com"})
        assert left.status_code == 201, left.text
        assert left.headers["location"] == f"/v1/comments/{left.json()['id']}"
        assert (left.json()["voluntary"], left.json()["language"]) == (True, "lt-LT")
        (told,) = await world.told()
        assert told["type"] == "redress.followup.comment.received.v1"
        assert told["data"]["staff_ids"] == [STAFF]
        assert "Kind" not in str(told)
        assert "nna" not in str(told)
        found = await world.api.get(left.headers["location"], headers=world.bearer("comments:read"))
        assert found.json()["text"] == "Kind and quick"
        assert found.json()["author"] == {"name": "Anna", "contact": "anna@example.com"}

    async def test_many_at_once_each_get_their_own_answer(self, world: World) -> None:
        """FO-5, SU-1: concurrent comments are committed together, and a bad one fails alone."""
        texts = [f"Comment {number}" for number in range(40)]
        answers = await asyncio.gather(
            *(
                _leave(world, text=text, staff_ids=[str(new_id()) for _ in range(1 + n % 3)])
                for n, text in enumerate(texts)
            ),
            _leave(world, rating=6),
        )
        assert [one.json().get("text") for one in answers[:-1]] == texts
        assert answers[-1].status_code == 422
        assert len(await world.told()) == 40

    async def test_names_each_person_once(self, world: World) -> None:
        """RE-1: a person named twice in a comment is praised once."""
        left = await _leave(world, staff_ids=[STAFF, STAFF.upper()])
        assert left.json()["staff_ids"] == [STAFF]

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"rating": 0}, "/rating"),
            ({"rating": "5"}, "/rating"),
            ({"text": "  "}, "/text"),
            ({"text": "a\u0001b"}, "/text"),
            ({"text": "x" * 4001}, "/text"),
            ({"staff_ids": []}, "/staff_ids"),
            ({"staff_ids": ["nobody"]}, "/staff_ids/0"),
            ({"staff_ids": [STAFF] * 21}, "/staff_ids"),
            ({"language": "klingon!"}, "/language"),
            ({"stars": 5}, "/stars"),
            ({"text": ...}, "/text"),
        ],
    )
    async def test_refuses_what_is_wrong_and_names_it(
        self, world: World, changes: dict[str, Any], pointer: str
    ) -> None:
        """SU-2: a problem that names the field, and nothing stored."""
        refused = await _leave(world, **changes)
        assert refused.status_code == 422, refused.text
        assert pointer in {error["pointer"] for error in refused.json()["errors"]}
        assert await world.rows("SELECT 1 FROM comment") == []

    async def test_needs_its_scope(self, world: World) -> None:
        """SU-4: comments:write, nothing less."""
        refused = await world.api.post("/v1/comments", json=COMMENT, headers=world.bearer("comments:read"))
        assert refused.status_code == 403
        assert (await world.api.post("/v1/comments", json=COMMENT)).status_code == 401

    async def test_the_same_key_leaves_one_comment(self, world: World) -> None:
        """SU-2: the same Idempotency-Key gets the same answer."""
        headers = world.bearer("comments:write") | {"idempotency-key": "card-17"}
        first = await world.api.post("/v1/comments", json=COMMENT, headers=headers)
        again = await world.api.post("/v1/comments", json=COMMENT, headers=headers)
        assert (first.status_code, again.content) == (201, first.content)
        assert len(await world.told()) == 1


class TestWithdrawing:
    async def test_is_told_once_however_often_it_is_asked(self, world: World) -> None:
        """RE-4: a withdrawn comment is told once, with the people it named."""
        comment = (await _leave(world)).json()
        url = f"/v1/comments/{comment['id']}/withdrawal"
        answers = [await world.api.post(url, headers=world.bearer("comments:write")) for _ in range(2)]
        assert [one.status_code for one in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
        assert answers[0].json()["status"] == "withdrawn"
        assert await world.said() == ["comment.received", "comment.withdrawn"]
        assert [one["aggregateversion"] for one in await world.told()] == [1, 2]

    async def test_an_old_version_and_a_missing_comment_are_refused(self, world: World) -> None:
        """SU-2: If-Match guards; a comment that is not there is 404."""
        comment = (await _leave(world)).json()
        headers = world.bearer("comments:write") | {"if-match": '"9"'}
        refused = await world.api.post(f"/v1/comments/{comment['id']}/withdrawal", headers=headers)
        assert refused.status_code == 412
        missing = f"/v1/comments/{new_id()}/withdrawal"
        assert (await world.api.post(missing, headers=world.bearer("comments:write"))).status_code == 404


class TestListing:
    async def test_finds_what_was_said_about_one_person(self, world: World) -> None:
        """FO-5: comments of one person, newest first."""
        await _leave(world, text="about another", staff_ids=[str(new_id())])
        await _leave(world, text="first")
        await _leave(world, text="second", staff_ids=[str(new_id()), STAFF])
        found = await world.api.get(f"/v1/comments?staff_id={STAFF}", headers=world.bearer("comments:read"))
        assert [item["text"] for item in found.json()["items"]] == ["second", "first"]


class TestPage:
    async def test_takes_a_card_once_however_often_it_is_sent(self, world: World) -> None:
        """FO-5, RE-1: a double click leaves one voluntary comment, told once."""
        url = f"/c?staff={STAFF}&desk=till-3"
        page = await world.api.get(url, headers={"accept-language": "ar"})
        assert '<html lang="ar" dir="rtl">' in page.text
        submission = re.search(r'name="submission" value="([^"]+)"', page.text)
        assert submission is not None
        data = {"submission": submission[1], "rating": "5", "text": "Merci", "name": "", "contact": ""}
        answers = [await world.api.post(url, data=data) for _ in range(2)]
        assert [one.status_code for one in answers] == [200, 200]
        assert "Thank you" in answers[0].text
        (comment,) = await world.rows("SELECT * FROM comment")
        assert (comment["source"], comment["voluntary"], comment["desk"]) == ("page", True, "till-3")
        assert [str(one) for one in comment["staff_ids"]] == [STAFF]
        assert await world.said() == ["comment.received"]

    async def test_shows_what_is_missing(self, world: World) -> None:
        """FO-5: the page names the fields, and nothing is stored."""
        page = await world.api.post("/c", data={"text": "no rating", "contact": "x" * 300})
        assert page.status_code == 422
        assert 'id="rating-error"' in page.text
        assert 'id="contact-error"' in page.text
        assert await world.rows("SELECT 1 FROM comment") == []

    @pytest.mark.parametrize("query", ["staff=me", "desk=%3Cb%3E", "staff=" + "&staff=".join([STAFF] * 21)])
    async def test_a_card_that_we_never_printed_is_404(self, world: World, query: str) -> None:
        """FO-5: a broken address gets a kind page."""
        assert (await world.api.get(f"/c?{query}")).status_code == 404
        assert (await world.api.post(f"/c?{query}", data={"rating": "5", "text": "x"})).status_code == 404
