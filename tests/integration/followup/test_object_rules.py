"""What a scope alone does not allow: other people's comments, authors' names, a customer's link."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.ids import new_id
from tests.integration.followup.world import World

AUTHOR = {"name": "Anna", "contact": "anna@example.com"}


async def _leave(world: World, who: dict[str, str], **changes: Any) -> Any:
    body = {"text": "Kind and quick", "rating": 5, "staff_ids": [str(new_id())]} | changes
    return await world.api.post("/v1/comments", json=body, headers=who)


class TestWithdrawing:
    async def test_nobody_takes_back_what_a_colleague_left(self, world: World) -> None:
        """RE-4, SU-4: 404 as for a missing one, and nothing happens; whoever left it takes it back."""
        author = world.person("agent", staff=new_id())
        url = f"{(await _leave(world, author)).headers['location']}/withdrawal"
        refused = await world.api.post(url, headers=world.person("agent", staff=new_id()))
        missing = await world.api.post(f"/v1/comments/{new_id()}/withdrawal", headers=author)
        assert (refused.status_code, refused.json()["type"]) == (404, missing.json()["type"])
        assert await world.said() == ["comment.received"]
        assert (await world.api.post(url, headers=author)).json()["status"] == "withdrawn"

    @pytest.mark.parametrize("role", ["lead", "manager", "admin", None])
    async def test_a_lead_and_a_system_take_back_what_others_left(self, world: World, role: str | None) -> None:
        """RE-4, SU-4: also what came over the public page, which nobody can be known to have left."""
        await world.api.post(f"/c?staff={new_id()}", data={"rating": "5", "text": "Thanks"})
        (row,) = await world.rows("SELECT id, left_by FROM comment")
        assert row["left_by"] is None
        url = f"/v1/comments/{row['id']}/withdrawal"
        assert (await world.api.post(url, headers=world.person("agent", staff=new_id()))).status_code == 404
        who = world.bearer("comments:write") if role is None else world.person(role, staff=new_id())
        assert (await world.api.post(url, headers=who)).status_code == 200


class TestPraisingOneself:
    @pytest.mark.parametrize("role", ["agent", "lead", "admin"])
    async def test_is_refused_and_names_the_field(self, world: World, role: str) -> None:
        """RE-4: no praise of oneself, whoever one is; a colleague is praised."""
        me = new_id()
        who = world.person(role, staff=me)
        refused = await _leave(world, who, staff_ids=[str(new_id()), str(me)])
        assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "own-praise")
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/staff_ids"]
        assert await world.rows("SELECT 1 FROM comment") == []
        assert (await _leave(world, who)).status_code == 201


class TestAuthors:
    async def test_are_named_to_leads_systems_and_the_agent_praised(self, world: World) -> None:
        """SU-4, SU-5: other agents and analysts read the words without the name, in a list and alone."""
        praised = new_id()
        left = await _leave(world, world.bearer("comments:write"), author=AUTHOR, staff_ids=[str(praised)])
        seen = {
            "a system": world.bearer("comments:read"),
            "a lead": world.person("lead", staff=new_id()),
            "a manager": world.person("manager", staff=new_id()),
            "an admin": world.person("admin"),
            "the agent praised": world.person("agent", staff=praised),
        }
        hidden = {
            "another agent": world.person("agent", staff=new_id()),
            "an agent without a record": world.person("agent"),
            "an analyst": world.person("analyst", staff=new_id()),
            "an analyst praised": world.person("analyst", staff=praised),
        }
        for readers, author in ((seen, AUTHOR), (hidden, None)):
            for who, headers in readers.items():
                alone = (await world.api.get(left.headers["location"], headers=headers)).json()
                (listed,) = (await world.api.get("/v1/comments", headers=headers)).json()["items"]
                assert (alone["author"], listed["author"]) == (author, author), who
                assert alone["text"] == "Kind and quick"


class TestLinks:
    @pytest.mark.parametrize("role", ["agent", "lead", "manager", "analyst"])
    async def test_are_not_shown_to_those_who_could_answer_for_the_customer(self, world: World, role: str) -> None:
        """FO-3, SU-4: a link opens the survey in the customer's name; admins and systems hand it on, others don't."""
        survey = await world.sent_survey()
        url = f"/v1/surveys/{survey['id']}"
        who = world.person(role, staff=new_id())
        (listed,) = (await world.api.get("/v1/surveys", headers=who)).json()["items"]
        assert (listed["link"], (await world.api.get(url, headers=who)).json()["link"]) == (None, None)
        assert listed["status"] == "sent"
        admin = (await world.api.get(url, headers=world.person("admin"))).json()
        assert admin["link"] == survey["link"] is not None
