"""What a customer does with the link: the page, and the JSON door for frontends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.kernel.ids import new_id
from tests.integration.followup.world import World

FULL = {
    "solved": "yes",
    "satisfaction": "5",
    "effort": "4",
    "recommendation": "10",
    "repeated_themselves": "no",
    "comment": "Grazie\r\nmille",
    "suggestion": "",
}


async def _stored(world: World) -> list[dict[str, Any]]:
    return await world.rows("SELECT * FROM answer")


def _json_door(survey: dict[str, Any]) -> str:
    return f"/v1/surveys/answers/{survey['link'].rpartition('/')[2]}"


class TestPage:
    async def test_opening_it_answers_nothing(self, world: World) -> None:
        """FO-3: mail scanners open links; only sending the form answers."""
        survey = await world.sent_survey()
        for _ in range(2):
            page = await world.api.get(survey["link"])
            assert page.status_code == 200
        assert await _stored(world) == []
        assert await world.said() == ["survey.sent"]

    async def test_is_closed_to_everything_but_itself(self, world: World) -> None:
        """FO-3: a strict policy, nobody keeps it, nothing on it is fetched from anywhere or runs."""
        survey = await world.sent_survey()
        page = await world.api.get(survey["link"])
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "<script" not in page.text
        assert "http" not in page.text.partition("</style>")[2]

    @pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("lt", "ltr"), ("el", "ltr")])
    async def test_speaks_the_customers_language(self, world: World, language: str, direction: str) -> None:
        """FO-1: language and direction are the customer's; another can be chosen."""
        survey = await world.sent_survey(language=language)
        page = await world.api.get(survey["link"])
        assert f'<html lang="{language}" dir="{direction}">' in page.text
        other = await world.api.get(survey["link"], params={"lang": "lt"})
        assert '<html lang="lt"' in other.text

    async def test_takes_a_full_answer_and_says_thanks(self, world: World) -> None:
        """FO-2, FO-3: solved confirms the solution; the words stay here."""
        survey = await world.sent_survey()
        thanks = await world.api.post(survey["link"], data=FULL)
        assert thanks.status_code == 200
        assert "glad" in thanks.text
        (answer,) = await _stored(world)
        assert (answer["solved"], answer["satisfaction"], answer["effort"]) == (True, 5, 4)
        assert (answer["recommendation"], answer["repeated_themselves"]) == (10, False)
        assert (answer["comment"], answer["suggestion"]) == ("Grazie\nmille", None)
        assert await world.said() == ["survey.sent", "survey.answered", "solution.confirmed"]
        assert "Grazie" not in str(await world.told())

    async def test_not_solved_denies_the_solution(self, world: World) -> None:
        """FO-2: "no" is told at once, with the resolution that it is about."""
        survey = await world.sent_survey()
        sorry = await world.api.post(survey["link"], data={"solved": "no"})
        assert "sorry" in sorry.text
        told = await world.told()
        assert [one["type"] for one in told[-2:]] == [
            "redress.followup.survey.answered.v1",
            "redress.followup.solution.denied.v1",
        ]
        assert told[-1]["data"]["resolution_number"] == 1

    async def test_answered_twice_counts_once(self, world: World) -> None:
        """FO-1: a second click gets thanks; another answer is kindly told that the first counts."""
        survey = await world.sent_survey()
        first = await world.api.post(survey["link"], data={"solved": "yes"})
        second = await world.api.post(survey["link"], data={"solved": "yes"})
        other = await world.api.post(survey["link"], data={"solved": "no"})
        assert [first.status_code, second.status_code, other.status_code] == [200, 200, 409]
        assert "we have your answer" in other.text
        assert "we have your answer" in (await world.api.get(survey["link"])).text
        assert (await world.said()).count("survey.answered") == 1

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({}, "solved"),
            ({"solved": "perhaps"}, "solved"),
            ({"solved": "yes", "satisfaction": "6"}, "satisfaction"),
            ({"solved": "yes", "recommendation": "-1"}, "recommendation"),
            ({"solved": "yes", "comment": "x" * 4001}, "comment"),
            ({"solved": "yes", "suggestion": "a\x00b"}, "suggestion"),
        ],
    )
    async def test_shows_what_is_wrong_at_the_field_and_stores_nothing(
        self, world: World, data: dict[str, str], field: str
    ) -> None:
        """FO-3: the page names the field that is wrong and keeps what was typed."""
        survey = await world.sent_survey()
        page = await world.api.post(survey["link"], data=data)
        assert page.status_code == 422
        assert f'id="{field}-error"' in page.text
        assert f'href="#{field}"' in page.text
        assert await _stored(world) == []

    async def test_typed_code_comes_back_as_text(self, world: World) -> None:
        """FO-3: what was typed is shown again, and never runs."""
        survey = await world.sent_survey()
        page = await world.api.post(survey["link"], data={"comment": "</textarea><script>alert(1)</script>"})
        assert page.status_code == 422
        assert "<script>" not in page.text

    async def test_an_expired_or_forged_link_gets_a_kind_page(self, world: World) -> None:
        """FO-1: expired is 410, forged is 404, in the browser's language."""
        survey = await world.sent_survey()
        forged = survey["link"][:-4] + "AAAA"
        accept = {"accept-language": "lt"}
        assert (await world.api.get(forged, headers=accept)).status_code == 404
        assert "Ši nuoroda neveikia" in (await world.api.get(forged, headers=accept)).text
        assert (await world.api.post(forged, data={"solved": "yes"})).status_code == 404
        world.clock.advance(timedelta(days=31))
        assert (await world.api.get(survey["link"])).status_code == 410
        assert (await world.api.post(survey["link"], data={"solved": "yes"})).status_code == 410
        assert await _stored(world) == []

    async def test_a_link_for_something_else_opens_nothing(self, world: World) -> None:
        """SU-4: links have one purpose."""
        survey = await world.sent_survey()
        other = world.context.links.sign("progress", new_id(), world.clock.now() + timedelta(days=1))
        assert (await world.api.get(f"/s/{other}")).status_code == 404
        assert survey["status"] == "sent"


class TestJsonDoor:
    async def test_takes_the_same_answer(self, world: World) -> None:
        """FO-3: frontends answer through the same command; the answer shows up with the survey."""
        survey = await world.sent_survey()
        done = await world.api.post(_json_door(survey), json={"solved": True, "satisfaction": 4})
        assert done.status_code == 200, done.text
        assert done.json() == {"survey_id": survey["id"], "status": "answered", "solved": True}
        shown = await world.api.get(f"/v1/surveys/{survey['id']}", headers=world.bearer("surveys:read"))
        assert shown.json()["answer"]["satisfaction"] == 4
        assert shown.headers["etag"] == f'"{shown.json()["version"]}"'

    async def test_says_problems_as_json(self, world: World) -> None:
        """SU-2: problems name what is wrong."""
        survey = await world.sent_survey()
        wrong = await world.api.post(_json_door(survey), json={"solved": "yes", "satisfaction": 9, "colour": 1})
        assert wrong.status_code == 422
        assert {error["pointer"] for error in wrong.json()["errors"]} == {"/solved", "/satisfaction", "/colour"}
        assert (await world.api.post("/v1/surveys/answers/nonsense", json={"solved": True})).status_code == 404
        await world.api.post(_json_door(survey), json={"solved": True})
        other = await world.api.post(_json_door(survey), json={"solved": False})
        assert (other.status_code, other.json()["type"]) == (409, "/problems/already-answered")
        world.clock.advance(timedelta(days=31))
        gone = await world.api.post(_json_door(survey), json={"solved": True})
        assert (gone.status_code, gone.headers["content-type"]) == (410, "application/problem+json")


class TestListing:
    async def test_needs_its_scope_and_pages_by_keyset(self, world: World) -> None:
        """SU-2, SU-4: surveys:read, newest first, a cursor onwards."""
        complaints = [await world.resolved_complaint() for _ in range(3)]
        assert (await world.api.get("/v1/surveys")).status_code == 401
        assert (await world.api.get("/v1/surveys", headers=world.bearer("cases:read"))).status_code == 403
        seen: list[str] = []
        cursor: str | None = None
        while True:
            params: dict[str, Any] = {"limit": 2} | ({"cursor": cursor} if cursor else {})
            found = await world.api.get("/v1/surveys", params=params, headers=world.bearer("surveys:read"))
            seen += [item["complaint_id"] for item in found.json()["items"]]
            if (cursor := found.json()["next"]) is None:
                break
        assert seen == [str(complaint) for complaint in reversed(complaints)]

    async def test_holds_people_to_their_teams(self, world: World) -> None:
        """SU-4: another team's survey and a missing one answer alike."""
        complaint = await world.resolved_complaint(department="shoes")
        survey = await world.survey(complaint)

        async def seen_by(team: str) -> httpx.Response:
            token = world.issuer.mint(subject="p", roles=["agent"], staff_id=new_id(), teams=[team])
            return await world.api.get(f"/v1/surveys/{survey['id']}", headers={"authorization": f"Bearer {token}"})

        assert (await seen_by("shoes")).status_code == 200
        assert (await seen_by("hats")).status_code == 404
