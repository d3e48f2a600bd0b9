"""Users over SCIM, as identity providers keep them."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from shared.contracts.routing import StaffChanged
from shared.kernel.ids import new_id
from tests.integration.routing.desk import Desk
from tests.integration.routing.directory_scene import (
    ENTERPRISE,
    SCIM,
    SEARCH,
    STAFF,
    USER,
    change,
    patch,
    provider,
    refused,
    scim,
    user,
)

RASA: dict[str, Any] = {
    "externalId": "00u1",
    "displayName": "Rasa Kazlauskė",
    "emails": [{"value": "rasa@shop.example", "type": "work", "primary": True}],
    "phoneNumbers": [{"value": "tel:+370-600-12345", "type": "mobile"}],
    "timezone": "Europe/Vilnius",
    "active": True,
    ENTERPRISE: {"department": "deliveries"},
    STAFF: {"level": "senior", "languages": "lt, en", "skills": "coat", "crossSkills": "shoe"},
}


async def test_a_user_is_a_member_of_staff(desk: Desk) -> None:
    """RO-1: what the identity provider says is there in our own directory, and back as it was said, with ETags."""
    boss = await user(desk, "boss")
    sent = RASA | {ENTERPRISE: {"department": "deliveries", "manager": {"value": boss["id"]}}}
    made = await user(desk, "rasa", **sent)
    location = f"http://routing/scim/v2/Users/{made['id']}"
    assert made["meta"]["location"] == location
    answer = await scim(desk, "GET", f"/Users/{made['id']}")
    assert (answer.json(), answer.headers["etag"], answer.headers["content-type"]) == (made, '"1"', SCIM)
    assert {name: made[name] for name in RASA if name != ENTERPRISE} == {
        name: RASA[name] for name in RASA if name != ENTERPRISE
    }
    assert made[ENTERPRISE]["manager"] == {"value": boss["id"], "$ref": f"http://routing/scim/v2/Users/{boss['id']}"}
    own = (await desk.client.get(f"/v1/staff/{made['id']}", headers=desk.headers())).json()
    assert (own["name"], own["level"], own["department"]) == ("Rasa Kazlauskė", "senior", "deliveries")
    assert (own["languages"], own["skills"], own["cross_skills"]) == (["en", "lt"], ["coat"], ["shoe"])
    assert own["contact"] == {"email": "rasa@shop.example", "phone": "+37060012345"}
    assert (own["time_zone"], own["reports_to"], own["active"]) == ("Europe/Vilnius", boss["id"], True)


async def test_whoever_was_added_by_hand_is_a_user_too(desk: Desk) -> None:
    """RO-1: known by their address; what is changed by hand is shown, capacity and authority to be read only."""
    granted = [{"remedy": "refund", "amount": "50.50", "currency": "EUR"}]
    contact = {"email": "Ann@shop.example"}
    ann = await desk.hire(name="Ann", contact=contact, authority=granted, capacity=7, deputy_id=None)
    (found,) = (await scim(desk, "GET", '/Users?filter=userName eq "ann@SHOP.example"')).json()["Resources"]
    assert (found["id"], found["displayName"], found["active"]) == (str(ann), "Ann", True)
    assert (found[STAFF]["capacity"], found[STAFF]["authority"]) == (7, granted)
    taken = await scim(desk, "POST", "/Users", {"schemas": [USER], "userName": "ann@shop.example"})
    assert refused(taken) == (409, "uniqueness")
    patched = await patch(desk, f"/Users/{ann}", {"op": "replace", "path": "title", "value": "Seamstress"})
    assert (patched.status_code, patched.json()["title"], patched.json()["displayName"]) == (200, "Seamstress", "Ann")
    assert (await change(desk, ann, name="Ann B.", languages=["lt"])).status_code == 200
    shown = (await scim(desk, "GET", f"/Users/{ann}")).json()
    assert (shown["displayName"], shown["title"], shown[STAFF]["languages"]) == ("Ann B.", "Seamstress", "lt")


async def test_a_replacement_empties_what_it_does_not_name_but_no_extension(desk: Desk) -> None:
    """RO-1: an identity provider that knows nothing of ours takes nobody's level away (RFC 7644 section 3.5.1)."""
    made = await user(desk, "rasa", **RASA)
    path = f"/Users/{made['id']}"
    put = await scim(desk, "PUT", path, {"schemas": [USER], "userName": "rasa", "nickName": "Ras"})
    assert put.status_code == 200, put.text
    shown = put.json()
    assert (shown["nickName"], shown[STAFF], shown[ENTERPRISE]) == ("Ras", RASA[STAFF], RASA[ENTERPRISE])
    assert not {"displayName", "emails", "phoneNumbers", "timezone", "externalId"} & set(shown)
    assert (await scim(desk, "PUT", path, {"schemas": [USER], "userName": "rasa", STAFF: {}})).status_code == 200
    own = (await desk.client.get(f"/v1/staff/{made['id']}", headers=desk.headers())).json()
    assert (own["name"], own["level"], own["skills"], own["department"]) == ("rasa", "agent", [], "deliveries")


async def test_a_change_that_changes_nothing_is_no_change(desk: Desk) -> None:
    """RO-1: providers say the same again and again; the version stays, and nothing is said."""
    made = await user(desk, "rasa", **RASA)
    again = await scim(desk, "PUT", f"/Users/{made['id']}", {"schemas": [USER], "userName": "rasa"} | RASA)
    operation = {"op": "Replace", "value": {"active": "True", "displayName": RASA["displayName"]}}
    patched = await patch(desk, f"/Users/{made['id']}", operation)
    assert again.json() == patched.json() == made
    assert len(await desk.published(StaffChanged)) == 1


async def test_versions_are_held_to_where_they_are_named(desk: Desk) -> None:
    """RO-1, SU-2: 412 for an old ETag, for replacing, patching and taking out; without one the last word wins."""
    made = await user(desk, "rasa")
    path, body = f"/Users/{made['id']}", {"schemas": [USER], "userName": "rasa2"}
    assert (await scim(desk, "PUT", path, body, If_Match='"1"')).headers["etag"] == '"2"'
    assert refused(await scim(desk, "PUT", path, body, If_Match='"1"'))[0] == 412
    assert refused(await patch(desk, path, {"op": "remove", "path": "title"}, If_Match='"1"'))[0] == 412
    assert refused(await scim(desk, "DELETE", path, If_Match='"1"'))[0] == 412
    assert (await scim(desk, "DELETE", path, If_Match='"2"')).status_code == 204


async def test_who_is_taken_out_is_gone_for_scim_and_inactive_for_us(desk: Desk) -> None:
    """RO-1: 404 from then on, the name is free, what was said of them is forgotten; what they did stays known."""
    made = await user(desk, "rasa", **RASA)
    path = f"/Users/{made['id']}"
    assert (await scim(desk, "DELETE", path)).status_code == 204
    for method, body in (("GET", None), ("DELETE", None), ("PUT", {"schemas": [USER], "userName": "x"})):
        assert refused(await scim(desk, method, path, body)) == (404, None)
    assert (await scim(desk, "GET", "/Users")).json()["totalResults"] == 0
    own = (await desk.client.get(f"/v1/staff/{made['id']}", headers=desk.headers())).json()
    assert (own["active"], own["name"]) == (False, "Rasa Kazlauskė")
    (account,) = (await desk.rows("account"))[0]
    assert "shop.example" not in account
    assert (await user(desk, "RASA"))["id"] != made["id"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"userName": "x"}, (400, "invalidSyntax")),
        ({"schemas": "x", "userName": "x"}, (400, "invalidSyntax")),
        ({"schemas": [USER]}, (400, "invalidValue")),
        ({"schemas": [USER], "userName": 5}, (400, "invalidValue")),
        ({"schemas": [USER], "userName": "x\u0007"}, (400, "invalidValue")),
        ({"schemas": [USER], "userName": "x", "emails": "x@y.example"}, (400, "invalidValue")),
        (
            {"schemas": [USER], "userName": "x", ENTERPRISE: {"manager": {"value": str(new_id())}}},
            (400, "invalidValue"),
        ),
        ({"schemas": [USER], "userName": "x", STAFF: {"level": "boss"}}, (400, "invalidValue")),
        ({"schemas": [USER], "userName": "x", STAFF: 5}, (400, "invalidValue")),
        ([], (400, "invalidValue")),
        ("x", (400, "invalidValue")),
    ],
)
async def test_what_can_not_be_is_refused_as_scim_does(desk: Desk, body: Any, expected: tuple[int, str]) -> None:
    """RO-1, SU-2: a SCIM error with its code; nothing is stored."""
    assert refused(await scim(desk, "POST", "/Users", body)) == expected
    assert await desk.rows("staff", "account") == [[], []]


async def test_whoever_may_not_is_told_as_everywhere(desk: Desk) -> None:
    """RO-1, SU-4: 401 and 403 as problems; a lead keeps the directory, but not by SCIM."""
    for headers, status in (({}, 401), (desk.headers("lead"), 403), (desk.headers("hr"), 403)):
        answer = await desk.client.get("/scim/v2/Users", headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


async def test_lists_are_filtered_sorted_and_paged(desk: Desk) -> None:
    """RO-1: by what was said and what is ours, over extensions; bounded pages by position; only what is asked for."""
    for number, level in enumerate(["agent", "senior", "agent", "lead"]):
        extra = {"title": f"T{9 - number}", STAFF: {"level": level}, "active": number != 2}
        await user(desk, f"user{number}", externalId=f"ext{number}", **extra)

    async def names(query: str) -> list[str]:
        answer = await scim(desk, "GET", f"/Users?{query}")
        assert answer.status_code == 200, answer.text
        return [one["userName"] for one in answer.json()["Resources"]]

    assert await names('filter=userName eq "USER1"') == ["user1"]
    assert await names('filter=externalId eq "ext2" and active eq false') == ["user2"]
    assert await names('filter=externalId eq "EXT2"') == []
    assert await names(f'filter={STAFF}:level eq "lead" or title eq "T8"') == ["user1", "user3"]
    assert await names('filter=meta.lastModified gt "2026-03-02T11:00:00Z" and not (active eq false)') == [
        "user0", "user1", "user3",
    ]  # fmt: skip
    assert await names("sortBy=title&count=2") == ["user3", "user2"]
    assert await names("sortBy=title&sortOrder=descending&startIndex=2&count=2") == ["user1", "user2"]
    assert await names("startIndex=3&count=10") == ["user2", "user3"]
    assert await names("startIndex=-5&count=1") == ["user0"]
    counted = (await scim(desk, "GET", "/Users?count=0")).json()
    assert (counted["totalResults"], counted["itemsPerPage"], counted["Resources"]) == (4, 0, [])
    (one,) = (await scim(desk, "GET", '/Users?filter=userName eq "user1"&attributes=title')).json()["Resources"]
    assert set(one) == {"schemas", "id", "title"}
    for query, code in (
        ("filter=userName is 5", "invalidFilter"),
        ("filter=salary eq 5", "invalidFilter"),
        ("sortBy=salary", "invalidPath"),
        ("sortBy=name", "invalidPath"),
        ("sortOrder=up", "invalidSyntax"),
        ("count=many", "invalidValue"),
        ("startIndex=" + "9" * 30 + "x", "invalidValue"),
        ("attributes=title&excludedAttributes=title", "invalidSyntax"),
    ):
        assert refused(await scim(desk, "GET", f"/Users?{query}")) == (400, code), query
    assert (await scim(desk, "GET", "/Users?startIndex=" + "9" * 30)).json()["Resources"] == []


async def test_a_search_says_in_its_body_what_a_list_says_in_its_path(desk: Desk) -> None:
    """RO-1: over users and groups at once, or one of them (RFC 7644 section 3.4.3)."""
    await user(desk, "rasa", displayName="Same")
    body = {"schemas": [SEARCH], "filter": 'displayName eq "same"', "attributes": ["displayName"], "count": 5}
    for path in ("/.search", "/Users/.search"):
        found = (await scim(desk, "POST", path, body)).json()
        assert [one["displayName"] for one in found["Resources"]] == ["Same"]
    assert (await scim(desk, "POST", "/Groups/.search", body)).json()["totalResults"] == 0
    only_users = body | {"filter": 'userName eq "rasa"'}
    assert (await scim(desk, "POST", "/.search", only_users)).json()["totalResults"] == 1
    assert refused(await scim(desk, "POST", "/Groups/.search", only_users)) == (400, "invalidFilter")
    assert refused(await scim(desk, "POST", "/Cars/.search", body)) == (404, None)
    for wrong in ({"filter": 5}, {"count": "x"}, {"attributes": "x"}, {"schemas": []}):
        assert refused(await scim(desk, "POST", "/.search", body | wrong)) == (400, "invalidSyntax")


async def test_the_same_name_at_once_lands_once(desk: Desk) -> None:
    """RO-1: of several providers that add somebody at once one is let through; a key repeats its answer."""
    body = {"schemas": [USER], "userName": "rasa"}
    answers = await asyncio.gather(*(scim(desk, "POST", "/Users", body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    keyed = [await scim(desk, "POST", "/Users", body | {"userName": "ann"}, Idempotency_Key="k") for _ in range(2)]
    assert keyed[0].json() == keyed[1].json()
    assert [answer.status_code for answer in keyed] == [201, 201]


async def test_managers_go_in_no_circle(desk: Desk) -> None:
    """RO-1: not by SCIM either."""
    boss = await user(desk, "boss")
    rasa = await user(desk, "rasa", **{ENTERPRISE: {"manager": {"value": boss["id"]}}})
    operation = {"op": "add", "path": f"{ENTERPRISE}:manager", "value": {"value": rasa["id"]}}
    assert refused(await patch(desk, f"/Users/{boss['id']}", operation))[0] == 409


async def test_a_deactivated_user_hands_on_their_cases(desk: Desk) -> None:
    """RO-1, RO-2: the same way as by hand, looked at again a minute later."""
    made = await user(desk, "rasa", **RASA)
    patched = await patch(desk, f"/Users/{made['id']}", {"op": "replace", "value": {"active": False}})
    assert (patched.status_code, patched.json()["active"]) == (200, False)
    (timer,) = [timer for timer in (await desk.rows("timer"))[0] if "absence_turn" in timer]
    assert made["id"] in timer
    assert [event["active"] for event in await desk.published(StaffChanged)] == [True, False]


async def test_behind_a_gateway_links_lead_through_it(desk: Desk) -> None:
    """RO-1: and a forged prefix leads nowhere else."""
    made = await user(desk, "rasa")
    for sent, base in (("/routing", "http://routing/routing"), ("//evil.example", "http://routing")):
        headers = provider(desk) | {"X-Forwarded-Prefix": sent}
        answer = await desk.client.get(f"/scim/v2/Users/{UUID(made['id'])}", headers=headers)
        assert answer.json()["meta"]["location"] == f"{base}/scim/v2/Users/{made['id']}"
