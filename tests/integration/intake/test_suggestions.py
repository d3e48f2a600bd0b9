"""Complaints that may belong to a family are suggested; a person confirms."""

from __future__ import annotations

from tests.integration.intake.desk import Desk
from tests.integration.intake.kin import family, lead, told
from tests.integration.intake.test_similar import PAIRS


async def test_what_is_like_its_members_is_suggested(desk: Desk) -> None:
    """IN-21: like what the members have in common, with why; not members, nor what is in another family."""
    (wet, soaked), (hotel, _), (_, leak) = PAIRS["en"][0], PAIRS["en"][1], PAIRS["en"][2]
    third = "Rain got into the parcel that the courier left there, and my books were soaked."
    async with lead(desk, "maybe") as client:
        members = await told(client, "maybe", wet, soaked)
        other, taken, *_ = await told(client, "maybe", third, third + " Why?", hotel, leak)
        made = await family(client, members, product="coat")
        await family(client, [taken])
        url = f"/v1/families/{made['id']}/suggestions"
        items = (await client.get(url)).json()["items"]
        assert items[0]["id"] == other["id"]
        assert {"parcel", "rain", "soaked"} & set(items[0]["why"]["words"])
        assert items[0]["why"]["same"] == ["product"]
        assert not {one["id"] for one in items} & {taken["id"], *(one["id"] for one in members)}
        assert len((await client.get(url, params={"limit": 1})).json()["items"]) == 1
    async with lead(desk, "maybe-not") as client:
        assert (await client.get(url)).status_code == 404
