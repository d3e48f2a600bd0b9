"""The customer at their own page: a browser without a token, its forms, and the link to it."""

from __future__ import annotations

from typing import Any

import httpx

from tests.integration.intake.desk import Desk, recorded
from tests.journeys.browser import Form, forms_of


def customer(desk: Desk) -> httpx.AsyncClient:
    """Somebody with a browser and no token."""
    transport = httpx.ASGITransport(desk.app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://intake")


async def link(desk: Desk, complaint: str) -> str:
    """The path of a complaint's own page, as a shop's system gets it."""
    async with desk.system() as shop:
        answer = await shop.get(f"/v1/complaints/{complaint}/page")
    assert answer.status_code == 200, answer.text
    return "/p/" + answer.json()["link"].rpartition("/p/")[2]


def form(page: str, do: str) -> Form:
    """The form of a page that does this."""
    (found,) = [one for one in forms_of(page) if one.fields.get("do") == do]
    return found


async def send(client: httpx.AsyncClient, path: str, do: str, **answers: str) -> httpx.Response:
    """Open the page, fill in one of its forms, send it."""
    fields = form((await client.get(path)).text, do).fields
    return await client.post(path, data={**fields, **answers}, follow_redirects=True)


async def proposed(desk: Desk, **changes: Any) -> str:
    async with desk.agent() as client:
        told = await recorded(client, **changes)
        await client.post(f"/v1/complaints/{told['id']}/recaps", json={"text": "A green coat came, not a blue one."})
    return str(told["id"])
