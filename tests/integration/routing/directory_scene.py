"""What tests of the directory do at the desk again and again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from tests.integration.routing.desk import Desk

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
STAFF = "urn:redress:1.0:Staff"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
SCIM = "application/scim+json"


async def change(desk: Desk, whom: UUID, **members: Any) -> httpx.Response:
    """An admin changes somebody's record, as it stands now."""
    url = f"/v1/staff/{whom}"
    tag = (await desk.client.get(url, headers=desk.headers())).headers["etag"]
    return await desk.client.patch(url, json=members, headers=desk.headers() | {"If-Match": tag})


async def away(desk: Desk, whom: UUID, *, start: float = 0, end: float = 8, **members: Any) -> httpx.Response:
    """Somebody is away from hour to hour, counted from now."""
    now = desk.clock.now()
    body = {
        "kind": "leave",
        "starts_at": (now + timedelta(hours=start)).isoformat(),
        "ends_at": (now + timedelta(hours=end)).isoformat(),
    }
    return await desk.client.post(f"/v1/staff/{whom}/absences", json=body | members, headers=desk.headers())


async def availability(desk: Desk, whom: UUID) -> dict[str, Any]:
    """Where somebody stands now."""
    answer = await desk.client.get(f"/v1/staff/{whom}/availability", headers=desk.headers("agent"))
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def provider(desk: Desk) -> dict[str, str]:
    """An identity provider calls."""
    token = desk.issuer.mint(subject="identity-provider", scopes=["scim:write"])
    return {"Authorization": f"Bearer {token}", "Content-Type": SCIM}


async def scim(desk: Desk, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
    """An identity provider asks or tells something."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await desk.client.request(method, f"/scim/v2{path}", json=body, headers=provider(desk) | named)


async def user(desk: Desk, name: str, **members: Any) -> dict[str, Any]:
    """A new user."""
    answer = await scim(desk, "POST", "/Users", {"schemas": [USER], "userName": name} | members)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def group(desk: Desk, name: str, *members: dict[str, Any]) -> dict[str, Any]:
    """A new group of these users."""
    body = {"schemas": [GROUP], "displayName": name, "members": [{"value": one["id"]} for one in members]}
    answer = await scim(desk, "POST", "/Groups", body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def patch(desk: Desk, path: str, *operations: dict[str, Any], **headers: str) -> httpx.Response:
    """An identity provider changes something by operations."""
    return await scim(desk, "PATCH", path, {"schemas": [PATCH], "Operations": list(operations)}, **headers)


def refused(answer: httpx.Response) -> tuple[int, str | None]:
    """The status and the code of a SCIM error, checked for its shape."""
    assert answer.headers["content-type"] == SCIM, answer.text
    told = answer.json()
    assert told["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert told["status"] == str(answer.status_code)
    return answer.status_code, told.get("scimType")
