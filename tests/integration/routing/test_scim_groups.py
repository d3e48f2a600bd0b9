"""Groups over SCIM: kept as they are, but for those that give a department or a skill."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from shared.contracts.routing import StaffChanged
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.directory_scene import GROUP, group, patch, refused, scim, user


async def own(desk: Desk, member: dict[str, Any]) -> tuple[str | None, list[str]]:
    """The department and the skills that our own directory has of a user."""
    shown = (await desk.client.get(f"/v1/staff/{member['id']}", headers=desk.headers())).json()
    return shown["department"], shown["skills"]


async def test_a_group_is_kept_as_it_is(desk: Desk) -> None:
    """RO-1: with its members, and each member with it; replaced, patched and taken out; nobody else is touched."""
    rasa, ann = await user(desk, "rasa"), await user(desk, "ann")
    made = await group(desk, "Fire wardens", rasa)
    path = f"/Groups/{made['id']}"
    shown = await scim(desk, "GET", path)
    assert (shown.json(), shown.headers["etag"]) == (made, '"1"')
    assert made["members"] == [{"value": rasa["id"], "type": "User", "$ref": rasa["meta"]["location"]}]
    (belongs,) = (await scim(desk, "GET", f"/Users/{rasa['id']}")).json()["groups"]
    assert belongs == {
        "value": made["id"],
        "$ref": made["meta"]["location"],
        "display": "Fire wardens",
        "type": "direct",
    }
    added = await patch(desk, path, {"op": "add", "path": "members", "value": [{"value": ann["id"]}]})
    assert [one["value"] for one in added.json()["members"]] == [rasa["id"], ann["id"]]
    left = await patch(desk, path, {"op": "remove", "path": f'members[value eq "{rasa["id"]}"]'}, If_Match='"2"')
    assert [one["value"] for one in left.json()["members"]] == [ann["id"]]
    body = {"schemas": [GROUP], "displayName": "Wardens", "members": [{"value": rasa["id"]}], "externalId": "g1"}
    assert refused(await scim(desk, "PUT", path, body, If_Match='"2"'))[0] == 412
    put = (await scim(desk, "PUT", path, body)).json()
    assert (put["displayName"], put["externalId"], put["meta"]["version"]) == ("Wardens", "g1", '"4"')
    assert (await scim(desk, "PUT", path, body)).json() == put
    assert (await scim(desk, "DELETE", path)).status_code == 204
    assert refused(await scim(desk, "GET", path)) == (404, None)
    assert "groups" not in (await scim(desk, "GET", f"/Users/{rasa['id']}")).json()
    assert len(await desk.published(StaffChanged)) == 2


async def test_some_groups_give_a_department_or_a_skill(desk: Desk) -> None:
    """RO-1: to whoever comes in, and take it from whoever leaves, with the group's name and its end too."""
    rasa, ann = await user(desk, "rasa"), await user(desk, "ann")
    team = await group(desk, "Department: billing", rasa)
    coats = await group(desk, "skill:coat", rasa, ann)
    assert [await own(desk, one) for one in (rasa, ann)] == [("billing", ["coat"]), (None, ["coat"])]
    await patch(desk, f"/Groups/{team['id']}", {"op": "replace", "path": "members", "value": [{"value": ann["id"]}]})
    assert [await own(desk, one) for one in (rasa, ann)] == [(None, ["coat"]), ("billing", ["coat"])]
    await patch(desk, f"/Groups/{coats['id']}", {"op": "replace", "value": {"displayName": "skill:shoe"}})
    assert [await own(desk, one) for one in (rasa, ann)] == [(None, ["shoe"]), ("billing", ["shoe"])]
    await scim(desk, "DELETE", f"/Groups/{coats['id']}")
    await scim(desk, "DELETE", f"/Users/{ann['id']}")
    assert await own(desk, rasa) == (None, [])
    assert "members" not in (await scim(desk, "GET", f"/Groups/{team['id']}")).json()


async def test_a_department_that_was_given_otherwise_since_stays(desk: Desk) -> None:
    """RO-1: leaving a team's group takes nobody out of another team."""
    rasa = await user(desk, "rasa")
    billing = await group(desk, "department:billing", rasa)
    await group(desk, "department:returns", rasa)
    await scim(desk, "DELETE", f"/Groups/{billing['id']}")
    assert await own(desk, rasa) == ("returns", [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"displayName": ""}, (400, "invalidValue")),
        ({"displayName": "FIRE wardens"}, (409, "uniqueness")),
        ({"displayName": "skill:a,b"}, (400, "invalidValue")),
        ({"displayName": "department:" + "x" * 101}, (400, "invalidValue")),
        ({"members": [{"value": "rasa"}]}, (400, "invalidValue")),
        ({"members": [{"display": "rasa"}]}, (400, "invalidValue")),
        ({"members": [{"value": str(new_id())}]}, (400, "invalidValue")),
        ({"members": {"value": "x"}}, (400, "invalidValue")),
        ({"schemas": []}, (400, "invalidSyntax")),
    ],
)
async def test_a_group_that_can_not_be_is_refused(
    desk: Desk, changes: dict[str, Any], expected: tuple[int, str]
) -> None:
    """RO-1, SU-2: a SCIM error with its code; the group that was there stays alone."""
    await group(desk, "Fire wardens")
    before = await desk.rows("staff_group", "staff_group_member")
    answer = await scim(desk, "POST", "/Groups", {"schemas": [GROUP], "displayName": "Other"} | changes)
    assert refused(answer) == expected
    assert await desk.rows("staff_group", "staff_group_member") == before


async def test_groups_are_looked_for_by_name_without_their_members(desk: Desk) -> None:
    """RO-1: as identity providers do before each change."""
    rasa = await user(desk, "rasa")
    made = await group(desk, "Fire wardens", rasa)
    await group(desk, "Others")
    query = 'filter=displayName eq "fire WARDENS"&excludedAttributes=members'
    (found,) = (await scim(desk, "GET", f"/Groups?{query}")).json()["Resources"]
    assert found == {name: value for name, value in made.items() if name != "members"}
    by_member = f'filter=members eq "{rasa["id"]}"&attributes=displayName'
    (found,) = (await scim(desk, "GET", f"/Groups?{by_member}")).json()["Resources"]
    assert found["id"] == made["id"]
    named = [one["displayName"] for one in (await scim(desk, "GET", "/Groups?sortBy=displayName")).json()["Resources"]]
    assert named == ["Fire wardens", "Others"]


async def test_members_that_come_at_once_all_come(desk: Desk) -> None:
    """RO-1: of ten that are added at the same time none is lost, and each has the skill."""
    people = [await user(desk, f"user{number}") for number in range(10)]
    coats = await group(desk, "skill:coat")
    adding = ({"op": "add", "path": "members", "value": [{"value": one["id"]}]} for one in people)
    answers = await asyncio.gather(*(patch(desk, f"/Groups/{coats['id']}", operation) for operation in adding))
    assert {answer.status_code for answer in answers} == {200}
    shown = (await scim(desk, "GET", f"/Groups/{coats['id']}")).json()
    assert len(shown["members"]) == 10
    assert {tuple((await own(desk, one))[1]) for one in people} == {("coat",)}


async def test_the_service_says_what_it_can(desk: Desk) -> None:
    """RO-1: discovery, and a SCIM error for what is not there (RFC 7644 section 4)."""
    config = (await scim(desk, "GET", "/ServiceProviderConfig")).json()
    assert {name: config[name]["supported"] for name in ("patch", "filter", "sort", "etag", "bulk")} == {
        "patch": True,
        "filter": True,
        "sort": True,
        "etag": True,
        "bulk": False,
    }
    schemas = (await scim(desk, "GET", "/Schemas")).json()["Resources"]
    assert len(schemas) == 4
    assert (await scim(desk, "GET", f"/Schemas/{schemas[0]['id'].upper()}")).json() == schemas[0]
    assert (await scim(desk, "GET", "/ResourceTypes/User")).json()["endpoint"] == "/Users"
    for path in ("/Cars", "/Schemas/x", "/ResourceTypes/x", "/Users/x", "/Groups/x"):
        assert refused(await scim(desk, "GET", path)) == (404, None)
