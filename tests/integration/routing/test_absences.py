"""Working hours, absences and deputies over HTTP, and what becomes of the cases of those who are away."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest

from services.routing.commands import handing_on, note_absence, turn_absence
from services.routing.commands.reassign_absent import ReassignAbsent
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction
from tests.integration.routing.desk import Desk
from tests.integration.routing.directory_scene import availability, away, change

OFFICE: dict[str, Any] = {
    "time_zone": "Europe/Vilnius",
    "shifts": [
        {"weekday": "monday", "from": "08:00", "to": "12:00"},
        {"weekday": "monday", "from": "16:00", "to": "24:00"},
    ],
}


async def set_hours(desk: Desk, whom: UUID, body: dict[str, Any], version: int = 1) -> Any:
    """Somebody's week."""
    headers = desk.headers() | {"If-Match": f'"{version}"'}
    return await desk.client.put(f"/v1/staff/{whom}/hours", json=body, headers=headers)


async def test_hours_with_a_split_shift_are_kept_and_held_to(desk: Desk) -> None:
    """RO-1: a week of shifts in a time zone; whoever has none is always on duty. It is Monday, 14:00 in Vilnius."""
    agent = await desk.hire()
    assert await availability(desk, agent) == {"on_duty": True, "absent": False, "back_at": None, "stand_in": None}
    put = await set_hours(desk, agent, OFFICE)
    assert (put.status_code, put.headers["etag"]) == (200, '"2"'), put.text
    shown = await desk.client.get(f"/v1/staff/{agent}/hours", headers=desk.headers("agent"))
    assert shown.json() == put.json() == OFFICE | {"staff_id": str(agent), "version": 2}
    told = await availability(desk, agent)
    assert (told["on_duty"], told["absent"], told["back_at"]) == (False, False, "2026-03-02T14:00:00Z")
    desk.clock.advance(timedelta(hours=2))
    assert (await availability(desk, agent))["on_duty"] is True


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"time_zone": "Mars/Base"}, "/time_zone"),
        ({"time_zone": "../../etc/passwd"}, "/time_zone"),
        ({"shifts": [{"weekday": "monday", "from": "12:00", "to": "08:00"}]}, "/shifts/0"),
        ({"shifts": [{"weekday": "monday", "from": "24:00", "to": "24:00"}]}, "/shifts/0"),
        ({"shifts": [{"weekday": "someday", "from": "08:00", "to": "12:00"}]}, "/shifts/0/weekday"),
        ({"shifts": [{"weekday": "monday", "from": "8", "to": "12:00"}]}, "/shifts/0/from"),
    ],
)
async def test_hours_that_can_not_be_are_named(desk: Desk, wrong: dict[str, Any], pointer: str) -> None:
    """RO-1, SU-2: 422 with the field; nothing is stored."""
    agent = await desk.hire()
    answer = await set_hours(desk, agent, OFFICE | wrong)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await desk.rows("working_hours") == [[]]


async def test_shifts_that_overlap_and_old_versions_are_refused(desk: Desk) -> None:
    """RO-1, SU-2: 422, 412 and 428; somebody of another team keeps no hours here, and nobody has none."""
    agent = await desk.hire()
    shifts = [*OFFICE["shifts"], {"weekday": "monday", "from": "11:59", "to": "13:00"}]
    overlapping = await set_hours(desk, agent, OFFICE | {"shifts": shifts})
    assert (overlapping.status_code, overlapping.json()["type"]) == (422, "/problems/overlapping-shifts")
    assert (await set_hours(desk, agent, OFFICE, version=7)).status_code == 412
    plain = await desk.client.put(f"/v1/staff/{agent}/hours", json=OFFICE, headers=desk.headers())
    assert plain.status_code == 428
    other = desk.headers("lead", staff=new_id(), teams=["billing"]) | {"If-Match": '"1"'}
    assert (await desk.client.put(f"/v1/staff/{agent}/hours", json=OFFICE, headers=other)).status_code == 403
    assert (await set_hours(desk, new_id(), OFFICE)).status_code == 404


async def test_while_somebody_is_away_the_first_of_the_chain_who_is_here_stands_in(desk: Desk) -> None:
    """RO-1: an absence with its own deputy, whose own deputy stands in while both are away."""
    third = await desk.hire(name="Third")
    second = await desk.hire(name="Second", deputy_id=str(third))
    first = await desk.hire(name="First")
    noted = await away(desk, first, end=8, deputy_id=str(second))
    assert noted.status_code == 201, noted.text
    told = await availability(desk, first)
    assert (told["on_duty"], told["absent"], told["stand_in"]["name"]) == (False, True, "Second")
    assert told["back_at"] == "2026-03-02T20:00:00Z"
    assert (await away(desk, second, end=4)).status_code == 201
    assert (await availability(desk, first))["stand_in"] == {"id": str(third), "name": "Third"}
    assert (await change(desk, third, active=False)).status_code == 200
    assert (await availability(desk, first))["stand_in"] is None
    desk.clock.advance(timedelta(hours=5))
    assert (await availability(desk, first))["stand_in"]["name"] == "Second"
    desk.clock.advance(timedelta(hours=4))
    assert await availability(desk, first) == {"on_duty": True, "absent": False, "back_at": None, "stand_in": None}


async def test_they_are_back_when_they_are_both_on_duty_and_not_away(desk: Desk) -> None:
    """RO-1: the hours after the absence count, and an absence that follows on it."""
    agent = await desk.hire()
    assert (await set_hours(desk, agent, OFFICE)).status_code == 200
    assert (await away(desk, agent, end=11)).status_code == 201
    assert (await availability(desk, agent))["back_at"] == "2026-03-09T06:00:00Z"
    assert (await away(desk, agent, start=24 * 7 - 12, end=24 * 7 + 3)).status_code == 201
    assert (await availability(desk, agent))["back_at"] == "2026-03-09T15:00:00Z"


async def test_absences_are_listed_page_by_page_and_taken_back(desk: Desk) -> None:
    """RO-1, SU-2: keyset pages, the one that ends last first; 404 for one that is not theirs."""
    agent, other = await desk.hire(), await desk.hire()
    noted = [(await away(desk, agent, start=day * 24, end=day * 24 + 8)).json()["id"] for day in range(1, 6)]
    url, headers = f"/v1/staff/{agent}/absences", desk.headers()
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = (await desk.client.get(url, params=query, headers=headers)).json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    assert seen == noted[::-1]
    foreign = f"/v1/staff/{other}/absences/{noted[0]}"
    assert (await desk.client.delete(foreign, headers=headers)).status_code == 404
    assert (await desk.client.delete(f"{url}/{noted[0]}", headers=headers)).status_code == 204
    assert (await desk.client.delete(f"{url}/{noted[0]}", headers=headers)).status_code == 404
    assert (await desk.client.get(f"/v1/staff/{new_id()}/absences", headers=headers)).status_code == 404


async def test_an_absence_that_can_not_be_is_refused(desk: Desk) -> None:
    """RO-1: over already, overlapping another, with a deputy who is themselves, unknown or left; nothing is stored."""
    agent, left = await desk.hire(), await desk.hire()
    await change(desk, left, active=False)
    for members, status, slug in (
        ({"start": -3, "end": -1}, 422, "absence-ends-before-it-starts"),
        ({"start": 3, "end": 3}, 422, "absence-ends-before-it-starts"),
        ({"deputy_id": str(agent)}, 422, "deputy-unknown"),
        ({"deputy_id": str(new_id())}, 422, "deputy-unknown"),
        ({"deputy_id": str(left)}, 422, "deputy-unknown"),
        ({"kind": "dentist"}, 422, "invalid"),
    ):
        answer = await away(desk, agent, **members)
        assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}"), members
    assert await desk.rows("absence") == [[]]
    assert (await away(desk, agent, start=1, end=5)).status_code == 201
    again = await away(desk, agent, start=4, end=9)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/absence-overlaps")
    assert (await away(desk, agent, start=5, end=9)).status_code == 201
    assert (await away(desk, new_id())).status_code == 404


async def test_no_chain_of_deputies_closes_to_a_circle(desk: Desk) -> None:
    """RO-1: neither of those who always stand in, nor of two who are away together; one after the other is fine."""
    first, second, third = [await desk.hire() for _ in range(3)]
    assert (await change(desk, first, deputy_id=str(second))).status_code == 200
    assert (await change(desk, second, deputy_id=str(third))).status_code == 200
    for who in (first, third):
        circle = await change(desk, third, deputy_id=str(who))
        assert (circle.status_code, circle.json()["errors"][0]["pointer"]) == (409, "/deputy_id")
    assert (await away(desk, first, start=1, end=5)).status_code == 201
    together = await away(desk, second, start=4, end=9, deputy_id=str(first))
    assert (together.status_code, together.json()["type"]) == (409, "/problems/deputies-in-a-circle")
    assert (await away(desk, second, start=5, end=9, deputy_id=str(first))).status_code == 201


@pytest.mark.parametrize("line", ["deputy_id", "reports_to"])
async def test_two_at_once_close_no_circle_either(desk: Desk, line: str) -> None:
    """RO-1: each change is fine by itself, and of three that would close a circle together one is refused."""
    people = [await desk.hire() for _ in range(3)]
    answers = await asyncio.gather(
        *(change(desk, who, **{line: str(people[(at + 1) % 3])}) for at, who in enumerate(people))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409]


async def test_why_somebody_is_away_is_for_them_and_their_team_s_directory(desk: Desk) -> None:
    """RO-1, SU-4: a colleague learns whether they are here, not that they are sick."""
    agent, colleague = await desk.hire(), await desk.hire()
    await away(desk, agent)
    url = f"/v1/staff/{agent}/absences"

    async def seen(role: str, staff: UUID, team: str) -> int:
        return (await desk.client.get(url, headers=desk.headers(role, staff=staff, teams=[team]))).status_code

    assert await seen("agent", agent, "deliveries") == 200
    assert await seen("agent", colleague, "deliveries") == 403
    assert await seen("lead", colleague, "deliveries") == 200
    assert await seen("lead", colleague, "cards") == 403
    assert (await availability(desk, agent))["absent"] is True


async def test_two_absences_at_once_do_not_overlap(desk: Desk) -> None:
    """RO-1: of several notes of the same time one lands."""
    agent = await desk.hire()
    answers = await asyncio.gather(*(away(desk, agent) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


class Reassigned:
    """Counts whose cases were handed on, by which word, in place of the command that does it."""

    def __init__(self) -> None:
        self.of: list[tuple[UUID, str]] = []

    async def __call__(self, command: ReassignAbsent, _: Transaction) -> None:
        self.of.append((command.staff_id, command.by))


@pytest.fixture
def reassigned() -> Any:
    """Listens to what would be handed on."""
    listening = Reassigned()
    with (
        patch.object(handing_on, "reassign_absent", listening),
        patch.object(turn_absence, "reassign_absent", listening),
        patch.object(note_absence, "reassign_absent", listening),
    ):
        yield listening


async def test_cases_go_on_when_an_absence_begins(desk: Desk, reassigned: Reassigned) -> None:
    """RO-1: at once where it holds already, else at its start; at its end what waits is looked at anew."""
    sick, later, never = [await desk.hire() for _ in range(3)]
    await desk.absent(sick, hours=30)
    assert reassigned.of == [(sick, "test:admin")]
    assert (await away(desk, later, start=10, end=20)).status_code == 201
    cancelled = (await away(desk, never, start=10, end=20)).json()["id"]
    url = f"/v1/staff/{never}/absences/{cancelled}"
    assert (await desk.client.delete(url, headers=desk.headers())).status_code == 204
    desk.clock.advance(timedelta(minutes=1))
    await desk.let_time_pass()
    assert reassigned.of[1:] == [(sick, "system:routing")]
    desk.clock.advance(timedelta(hours=10))
    await desk.let_time_pass()
    assert reassigned.of[2:] == [(later, "system:routing")]
    desk.clock.advance(timedelta(hours=30))
    await desk.let_time_pass()
    assert sorted(reassigned.of[3:]) == sorted([(sick, "system:routing"), (later, "system:routing")])
    assert not [timer for timer in (await desk.rows("timer"))[0] if "absence_turn" in timer]


async def test_an_absence_that_is_taken_back_while_it_holds_ends_at_once(desk: Desk, reassigned: Reassigned) -> None:
    """RO-1: they are here again, and what waits is looked at; nothing falls due of it any more."""
    sick = await desk.hire()
    url = f"/v1/staff/{sick}/absences/{await desk.absent(sick)}"
    assert (await availability(desk, sick))["absent"] is True
    assert (await desk.client.delete(url, headers=desk.headers())).status_code == 204
    assert (await availability(desk, sick))["absent"] is False
    assert reassigned.of == [(sick, "test:admin")] * 2


async def test_the_cases_of_whoever_leaves_go_on_in_the_same_breath(desk: Desk, reassigned: Reassigned) -> None:
    """RO-1, RO-2: and once more a minute later, for what was being placed with them at that very moment."""
    agent = await desk.hire()
    assert (await change(desk, agent, capacity=3)).status_code == 200
    assert reassigned.of == []
    assert (await change(desk, agent, active=False)).status_code == 200
    assert reassigned.of == [(agent, "test:admin")]
    assert (await change(desk, agent, capacity=4)).status_code == 200
    desk.clock.advance(timedelta(minutes=2))
    await desk.let_time_pass()
    assert reassigned.of == [(agent, "test:admin"), (agent, "system:routing")]


async def test_an_absence_moves_cases_and_a_handoff_does_too_without_a_deadlock(desk: Desk) -> None:
    """RO-1, RO-4: all at once, in whatever order; each is done, and none has to be tried again."""
    head = await desk.hire("lead")
    agent = await desk.hire()
    cases = [await desk.open_case(agent) for _ in range(5)]
    answers = await asyncio.gather(
        *(desk.escalate(case, to_id=str(head)) for case in cases), away(desk, agent), change(desk, head, capacity=30)
    )
    # Whose case went to the lead with the absence already can't be offered to them any more.
    assert {answer.status_code for answer in answers[:5]} <= {201, 422}, [answer.text for answer in answers]
    assert [answer.status_code for answer in answers[5:]] == [201, 200]
