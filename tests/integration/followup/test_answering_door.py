"""Many customers answer at once: they share commits, and nothing else."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.followup.api.answering import flush_answers
from services.followup.commands.answer_surveys import AnswerSurvey
from services.followup.domain.answer import Answer
from services.followup.domain.errors import AlreadyAnswered
from services.followup.storage import courses
from shared.db.group_commit import Again
from shared.http.hot import Flushed
from shared.kernel.errors import RedressError
from shared.kernel.ids import new_id
from tests.integration.followup.world import World, closed, reopened
from tests.support.waiting import until

YES, NO = {"solved": True}, {"solved": False}


async def _sent(world: World, count: int) -> list[dict[str, Any]]:
    """Surveys that went out, in the order of their complaints' ids."""
    complaints = [await world.resolved_complaint() for _ in range(count)]
    world.clock.advance(timedelta(hours=30))
    await world.run_due()
    return [await world.survey(complaint) for complaint in complaints]


async def _answer(world: World, survey: dict[str, Any], body: object = YES, **headers: str) -> httpx.Response:
    token = survey["link"].rpartition("/")[2]
    return await world.api.post(f"/v1/surveys/answers/{token}", json=body, headers=headers)


async def _flush(world: World, *answers: tuple[dict[str, Any], bool]) -> list[Flushed | RedressError | Again]:
    """One batch, in a transaction as the chassis opens it."""
    commands = [
        AnswerSurvey(survey_id=UUID(survey["id"]), answer=Answer(solved=solved), now=world.clock.now())
        for survey, solved in answers
    ]
    async with world.context.database.pool.acquire() as connection, connection.transaction():
        return await flush_answers(commands, connection)


class TestManyAtOnce:
    async def test_share_commits_and_each_get_their_own_answer(self, world: World) -> None:
        """FO-3, SU-1: far fewer commits than answers; each is stored and told."""
        surveys = await _sent(world, 40)
        answers = await asyncio.gather(*(_answer(world, one, {"solved": n % 2 == 0}) for n, one in enumerate(surveys)))
        assert [one.status_code for one in answers] == [200] * 40
        assert [one.json()["survey_id"] for one in answers] == [one["id"] for one in surveys]
        (commits,) = await world.rows("SELECT count(DISTINCT xmin::text) AS n, count(*) AS rows FROM answer")
        assert commits["rows"] == 40
        assert commits["n"] <= 10
        said = await world.said()
        assert [said.count(f"solution.{what}") for what in ("confirmed", "denied")] == [20, 20]
        assert await world.rows("SELECT 1 FROM timer WHERE kind = 'assume_solved'") == []

    async def test_a_bad_one_never_fails_its_neighbours(self, world: World) -> None:
        """FO-3: withdrawn, answered otherwise, forged and malformed ones fail alone."""
        surveys = await _sent(world, 8)
        await world.hear(reopened(UUID(surveys[2]["complaint_id"]), world.clock.now()))
        await _answer(world, surveys[5], NO)
        forged = {"link": f"{surveys[0]['link'][:-4]}AAAA"}
        answers = await asyncio.gather(
            *(_answer(world, one) for one in surveys), _answer(world, forged), _answer(world, surveys[0], {"solved": 1})
        )
        assert [one.status_code for one in answers] == [200, 200, 410, 200, 200, 409, 200, 200, 404, 422]
        assert answers[2].json()["type"] == "/problems/survey-over"
        assert len(await world.rows("SELECT 1 FROM answer")) == 7

    @pytest.mark.parametrize(("second", "statuses"), [(YES, [200, 200]), (NO, [200, 409])])
    async def test_one_survey_answered_twice_counts_once(
        self, world: World, second: dict[str, bool], statuses: list[int]
    ) -> None:
        """FO-1, FO-2: the same again is thanked, another one is refused; one solution event either way."""
        (survey,) = await _sent(world, 1)
        answers = await asyncio.gather(_answer(world, survey), _answer(world, survey, second))
        assert sorted(one.status_code for one in answers) == statuses
        said = await world.said()
        assert said.count("survey.answered") == 1
        assert len([one for one in said if one.startswith("solution.")]) == 1

    async def test_the_page_and_the_door_meet(self, world: World) -> None:
        """FO-3: both ways in follow one rule, at the same moment too."""
        (survey,) = await _sent(world, 1)
        page, door = await asyncio.gather(
            world.api.post(survey["link"], data={"solved": "yes"}), _answer(world, survey, NO)
        )
        assert sorted((page.status_code, door.status_code)) == [200, 409]
        assert (await world.said()).count("survey.answered") == 1

    async def test_two_answers_to_one_survey_inside_one_batch(self, world: World) -> None:
        """FO-1: the first of a batch counts for those behind it."""
        one, other = await _sent(world, 2)
        first, again, different, neighbour = await _flush(world, (one, True), (one, True), (one, False), (other, False))
        assert isinstance(first, Flushed)
        assert len(first.messages) == 2
        assert isinstance(again, Flushed)
        assert again.messages == ()
        assert (again.answer, again.version) == (first.answer, first.version)
        assert isinstance(different, AlreadyAnswered)
        assert isinstance(neighbour, Flushed)


class TestBusyComplaints:
    async def test_are_left_out_of_a_batch_and_done_alone(self, world: World) -> None:
        """FO-1: whoever answers while the complaint is being reopened is told so; the neighbour does not wait."""
        free, busy = await _sent(world, 2)
        async with world.context.transactions.begin() as tx:
            await courses.hold(UUID(busy["id"]), tx)
            outcomes = asyncio.gather(_answer(world, free), _answer(world, busy))
            await until(lambda: _stored(world))
            await world.react(reopened(UUID(busy["complaint_id"]), world.clock.now()), tx)
        answered, over = await outcomes
        assert (answered.status_code, over.status_code) == (200, 410)

    async def test_never_deadlock_with_a_worker(self, world: World) -> None:
        """SU-1: a worker's news come in any order; a batch holds the first complaint and never waits for the second."""
        first, second = await _sent(world, 2)
        now = world.clock.now()
        async with world.context.transactions.begin() as tx:
            await world.react(reopened(UUID(second["complaint_id"]), now), tx)
            batch = asyncio.create_task(_flush(world, (first, True), (second, True)))
            await until(lambda: _done_or_waiting(world, batch))
            await world.react(closed(UUID(first["complaint_id"]), now), tx)
        done, busy = await batch
        assert isinstance(done, Flushed)
        assert isinstance(busy, Again)


async def _stored(world: World) -> bool:
    return bool(await world.rows("SELECT 1 FROM answer"))


async def _done_or_waiting(world: World, batch: asyncio.Task[Any]) -> bool:
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return batch.done() or bool(await world.rows(waiting))


class TestKeys:
    async def test_the_same_key_gets_the_same_answer(self, world: World) -> None:
        """SU-2: the answer is kept with its effect and given again; with another body it is refused."""
        survey, other = await _sent(world, 2)
        key = {"idempotency-key": "once"}
        first = await _answer(world, survey, YES, **key)
        again = await _answer(world, survey, YES, **key)
        assert (first.status_code, again.status_code) == (200, 200)
        assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
        refused = await _answer(world, survey, NO, **key)
        assert (refused.status_code, refused.json()["type"]) == (422, "/problems/idempotency-key-reused")
        # Customers have no name here: the link keeps one's key apart from another's.
        assert (await _answer(world, other, NO, **key)).json()["survey_id"] == other["id"]
        assert (await world.said()).count("survey.answered") == 2

    async def test_keep_no_link(self, world: World) -> None:
        """SU-4: whoever reads the kept keys, or the metrics, can't open what the links open."""
        one, other = await _sent(world, 2)
        await _answer(world, one, YES, **{"idempotency-key": "door"})
        await world.api.post(other["link"], data={"solved": "yes"}, headers={"idempotency-key": "page"})
        scopes = [row["scope"] for row in await world.rows("SELECT scope FROM idempotency_key ORDER BY key")]
        assert scopes[0].startswith("anonymous POST /v1/surveys/answers/{token} ")
        assert scopes[1].startswith("anonymous POST /s/{token} ")
        metrics = (await world.api.get("/metrics")).text
        assert 'route="/v1/surveys/answers/{token}"' in metrics
        for link in (one["link"], other["link"]):
            assert link.rpartition("/")[2] not in f"{scopes} {metrics}"


class TestLinks:
    async def test_that_open_nothing_store_nothing(self, world: World) -> None:
        """FO-1, SU-4: expired is 410; forged, cut, for another purpose, about no survey is 404."""
        (survey,) = await _sent(world, 1)
        said = await world.said()
        later = world.clock.now() + timedelta(days=1)
        sign = world.context.links.sign
        key = {"idempotency-key": "k"}
        for token in (
            f"{survey['link'].rpartition('/')[2][:-4]}AAAA",
            "nonsense",
            sign("progress", UUID(survey["id"]), later),
            sign("survey", new_id(), later),
        ):
            refused = await _answer(world, {"link": f"/{token}"}, YES, **key)
            assert (refused.status_code, refused.headers["content-type"]) == (404, "application/problem+json")
        world.clock.advance(timedelta(days=31))
        gone = await _answer(world, survey, YES, **key)
        assert (gone.status_code, gone.json()["type"]) == (410, "/problems/link-expired")
        assert await world.rows("SELECT 1 FROM answer UNION ALL SELECT 1 FROM idempotency_key") == []
        assert await world.said() == said

    @pytest.mark.parametrize(("method", "path", "status"), [
        ("POST", "/v1/surveys/answers/", 404),
        ("POST", "/v1/surveys/answers/a/b", 404),
        ("POST", "/v1/surveys/answers", 405),
        ("GET", "/v1/surveys/answers/a", 405),
    ])  # fmt: skip
    async def test_the_door_is_one_segment_wide(self, world: World, method: str, path: str, status: int) -> None:
        """SU-2: what is beside the door is the router's."""
        assert (await world.api.request(method, path, json=YES)).status_code == status


async def test_the_document_shows_the_door(world: World) -> None:
    """SU-2, SU-4: a public door with its parameter, as ordinary routes are shown."""
    operation = (await world.api.get("/openapi.json")).json()["paths"]["/v1/surveys/answers/{token}"]["post"]
    assert "security" not in operation
    named = {(one["in"], one["name"]) for one in operation["parameters"]}
    assert {("path", "token"), ("header", "Idempotency-Key")} <= named
    assert {"200", "404", "409", "410", "422"} <= set(operation["responses"])
    assert "201" not in operation["responses"]
    assert operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/AnswerIn")
