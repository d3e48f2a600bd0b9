"""Compliments and rewards over HTTP: who sees what, who may approve, what is possible when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from shared.kernel.ids import new_id
from tests.integration.recognition.front import Front
from tests.integration.recognition.hall import Comment, Hall

ON = {"on": "2026-03-09"}


async def _rewarded(hall: Hall, front: Front) -> tuple[UUID, str]:
    """Somebody with a reward, and its path."""
    staff_id = new_id()
    await hall.deliver([Comment((staff_id,)) for _ in range(5)])
    (reward,) = (await front.get(f"/v1/rewards?staff_id={staff_id}"))["items"]
    return staff_id, f"/v1/rewards/{reward['id']}"


async def test_five_comments_are_five_compliments_and_one_day_off(hall: Hall, front: Front) -> None:
    """RE-1, RE-2: the last step of the story, and what did not count says why."""
    staff_id = new_id()
    await hall.deliver([Comment((staff_id,)) for _ in range(5)] + [Comment((staff_id,), voluntary=False)])
    praise = await front.get(f"/v1/staff/{staff_id}/compliments")
    assert praise["valid"] == 5
    assert [(item["status"], item["why"]) for item in praise["items"]] == [("not_counted", "solicited")] + [
        ("valid", None)
    ] * 5
    (reward,) = (await front.get(f"/v1/rewards?staff_id={staff_id}"))["items"]
    expected = {"kind": "paid_day_off", "status": "granted", "ordinal": 1, "possible": ["approval"], "days": "1.00"}
    assert {name: reward[name] for name in expected} == expected


async def test_a_reward_is_granted_approved_and_redeemed_and_the_ledger_tells_it(hall: Hall, front: Front) -> None:
    """RE-6: append-only double entry with who and when."""
    _, path = await _rewarded(hall, front)
    manager = new_id()
    approved = await front.post(f"{path}/approval", role="manager", staff=manager)
    assert (approved["status"], approved["approved_by"]) == ("approved", str(manager))
    redeemed = await front.post(f"{path}/redemption", ON, role="hr")
    assert (redeemed["status"], redeemed["redeemed_on"], redeemed["possible"]) == ("redeemed", "2026-03-09", [])
    assert await front.get(path) == redeemed
    entries = (await front.get(f"{path}/ledger"))["items"]
    assert [entry["kind"] for entry in entries] == ["granted", "approved", "redeemed"]
    assert [sum(float(posting["days"]) for posting in entry["postings"]) for entry in entries] == [0, 0, 0]
    assert [entry["by"] for entry in entries] == [
        "programme:five-voluntary-compliments",
        f"test:{manager}",
        "test:hr",
    ]


async def test_what_is_not_possible_now_names_what_is(hall: Hall, front: Front) -> None:
    """RE-6: 409 with the state and the possible acts."""
    _, path = await _rewarded(hall, front)
    refused = await front.post(f"{path}/redemption", ON, status=409, role="hr")
    assert (refused["type"], refused["state"], refused["possible"]) == (
        "/problems/reward-state",
        "granted",
        ["approval"],
    )
    await front.post(f"{path}/approval", role="manager", staff=new_id())
    again = await front.post(f"{path}/approval", status=409, role="manager", staff=new_id())
    assert (again["state"], again["possible"]) == ("approved", ["redemption"])


async def test_nobody_approves_their_own_reward(hall: Hall, front: Front) -> None:
    """RE-6, SU-4: not a manager, not even an admin; and no system approves at all."""
    staff_id, path = await _rewarded(hall, front)
    for role in ("manager", "hr", "admin"):
        refused = await front.post(f"{path}/approval", status=403, role=role, staff=staff_id)
        assert refused["type"] == "/problems/own-reward"
    nobody = await front.post(f"{path}/approval", status=403, role=None, scopes="rewards:approve")
    assert nobody["type"] == "/problems/approver-needed"
    assert (await front.get(path))["status"] == "granted"


async def test_an_administrator_may_act_for_anyone_and_the_ledger_says_so(hall: Hall, front: Front) -> None:
    """SU-4, RE-6: without being a member of staff; the entry names them."""
    _, path = await _rewarded(hall, front)
    approved = await front.post(f"{path}/approval", role="admin")
    assert (approved["status"], approved["approved_by"]) == ("approved", None)
    entries = (await front.get(f"{path}/ledger", role="admin"))["items"]
    assert entries[-1]["by"]


async def test_a_person_sees_their_own_and_others_are_as_if_they_were_not(hall: Hall, front: Front) -> None:
    """SU-4: foreign and missing ids answer alike."""
    staff_id, path = await _rewarded(hall, front)
    own: dict[str, Any] = {"role": "agent", "staff": staff_id}
    other: dict[str, Any] = {"role": "agent", "staff": new_id()}
    await front.get(path, **own)
    assert len((await front.get("/v1/rewards", **own))["items"]) == 1
    assert (await front.get("/v1/rewards", **other))["items"] == []
    pairs = [
        (path, f"/v1/rewards/{new_id()}"),
        (f"{path}/ledger", f"/v1/rewards/{new_id()}/ledger"),
        (f"/v1/staff/{staff_id}/compliments", f"/v1/staff/{new_id()}/compliments"),
        (f"/v1/rewards?staff_id={staff_id}", f"/v1/rewards?staff_id={new_id()}"),
    ]
    for foreign, missing in pairs:
        answers = [await front.get(each, status=404, **other) for each in (foreign, missing)]
        assert answers[0] | {"instance": ""} == answers[1] | {"instance": ""}
    await front.post(f"{path}/approval", status=403, **other)


@pytest.mark.parametrize("role", ["lead", "manager", "hr", None])
async def test_those_who_lead_and_systems_see_everyone(hall: Hall, front: Front, role: str | None) -> None:
    """SU-4: a system sees what its scopes allow."""
    staff_id, path = await _rewarded(hall, front)
    who: dict[str, Any] = {"role": role, "scopes": None if role else "rewards:read compliments:read"}
    await front.get(path, **who)
    assert (await front.get(f"/v1/staff/{staff_id}/compliments", **who))["valid"] == 5


async def test_pages_and_cursors(hall: Hall, front: Front) -> None:
    """SU-2: lists are keyset-paged, and a cursor of another list is refused."""
    staff_id = new_id()
    await hall.deliver([Comment((staff_id,)) for _ in range(11)])
    for path in (f"/v1/staff/{staff_id}/compliments?limit=4", f"/v1/rewards?staff_id={staff_id}&limit=1"):
        seen: list[str] = []
        body = await front.get(path)
        seen += [item["id"] for item in body["items"]]
        while body["next"] is not None:
            body = await front.get(f"{path}&cursor={body['next']}")
            seen += [item["id"] for item in body["items"]]
        assert seen == sorted(set(seen), reverse=True)
        assert len(seen) == (11 if "compliments" in path else 2)
    (reward, _) = (await front.get(f"/v1/rewards?staff_id={staff_id}"))["items"]
    cursor = (await front.get(f"/v1/rewards?staff_id={staff_id}&limit=1"))["next"]
    await front.get(f"/v1/rewards/{reward['id']}/ledger?cursor={cursor}", status=422)


async def test_versions_and_repeats(hall: Hall, front: Front) -> None:
    """SU-2: an old If-Match is refused; the same Idempotency-Key gives the same answer."""
    _, path = await _rewarded(hall, front)
    await front.post(f"{path}/approval", status=412, headers={"If-Match": '"7"'}, role="hr", staff=new_id())
    key = {"Idempotency-Key": str(new_id())}
    who: dict[str, Any] = {"role": "hr", "staff": new_id()}
    first = await front.post(f"{path}/approval", headers=key, **who)
    assert await front.post(f"{path}/approval", headers=key, **who) == first
    assert len((await front.get(f"{path}/ledger"))["items"]) == 2


@pytest.mark.parametrize(
    "body", [{}, {"on": "2026-02-30"}, {"on": "soon"}, {"on": "0001-01-01"}, {"on": "2026-03-09", "for": "me"}, []]
)
async def test_a_malformed_redemption_changes_nothing(hall: Hall, front: Front, body: Any) -> None:
    """SU-2, RE-6: impossible dates and unknown members are named."""
    _, path = await _rewarded(hall, front)
    await front.post(f"{path}/approval", role="hr", staff=new_id())
    refused = await front.post(f"{path}/redemption", body, status=422, role="hr")
    assert refused["errors"]
    assert (await front.get(path))["status"] == "approved"


async def test_a_day_before_the_grant_is_refused(hall: Hall, front: Front) -> None:
    """RE-6: nobody takes a day off before it was earned."""
    _, path = await _rewarded(hall, front)
    await front.post(f"{path}/approval", role="hr", staff=new_id())
    refused = await front.post(f"{path}/redemption", {"on": "2026-03-01"}, status=422, role="hr")
    assert refused["errors"][0]["pointer"] == "/on"
