"""Families in tests: who may group, and the steps up to a lesson."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from shared.kernel.ids import new_id
from shared.messaging.context import Context
from tests.integration.intake.desk import Desk, Json, recorded


def lead(desk: Desk, *teams: str, staff_id: UUID | None = None) -> httpx.AsyncClient:
    """A lead of these teams; of all when none is named."""
    return desk.caller(roles=["lead"], staff_id=staff_id or new_id(), teams=teams or ("*",))


async def told(client: httpx.AsyncClient, department: str, *narratives: str, **more: Any) -> list[Json]:
    """Record these, in order."""
    return [await recorded(client, narrative=one, department=department, **more) for one in narratives]


async def family(client: httpx.AsyncClient, complaints: Sequence[Json], **more: Any) -> Json:
    """Found one over these complaints."""
    body = {"title": "Late deliveries", "complaint_ids": [one["id"] for one in complaints], **more}
    answer = await client.post("/v1/families", json=body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def acted(client: httpx.AsyncClient, context: Context, family_id: str) -> None:
    """Name the cause, plan an action and complete it."""
    etag = (await client.get(f"/v1/families/{family_id}")).headers["etag"]
    url = f"/v1/families/{family_id}"
    named = await client.patch(url, json={"root_cause": "delivery"}, headers={"if-match": etag})
    assert named.status_code == 200, named.text
    due = (context.clock.now() + timedelta(days=20)).date().isoformat()
    body = {"what": "a second driver", "owner_id": str(new_id()), "due_on": due}
    planned = await client.post(f"{url}/actions", json=body)
    assert planned.status_code == 201, planned.text
    done = await client.post(f"{url}/actions/{planned.json()['id']}/completion", json={"outcome": "she drives"})
    assert done.status_code == 200, done.text


async def published(client: httpx.AsyncClient, family_id: str, **more: Any) -> Json:
    """Publish its lesson."""
    body = {"text": "One driver is too few.", "what_changed": "A second driver brings your parcels.", **more}
    answer = await client.post(f"/v1/families/{family_id}/lesson", json=body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found
