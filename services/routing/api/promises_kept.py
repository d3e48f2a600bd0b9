"""/v1/insights/promises-kept: how many promises were kept, by team or person, in no order of merit (RO-8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.promises_bodies import KeptRateOut
from services.routing.queries.promises_kept import KeptBy, KeptRow, PromisesKept, promises_kept
from shared.http.call import Call, may
from shared.http.pages import Listed, Page, PageQuery, after, page
from shared.http.problems import problems
from shared.http.schemas import Instant

router = APIRouter(tags=["promises"])
LOOK_BACK = timedelta(days=90)


@router.get("/v1/insights/promises-kept", response_model=Listed[KeptRateOut], responses=problems(403, 422))
async def promises_kept_rates(
    call: Annotated[Call, may("insights:read")],
    where: PageQuery,
    by: KeptBy = KeptBy.TEAM,
    since: Annotated[Instant | None, Query(description="left out: 90 days before `until`")] = None,
    until: Annotated[Instant | None, Query(description="left out: now")] = None,
) -> Response:
    """What was due in a time, and how it ended. People are shown only to those who may read the directory."""
    if by is KeptBy.PERSON:
        call.principal.require("staff:read")
    end = until or call.now
    query = PromisesKept(
        by=actor_of(call.principal), together=by, since=since or end - LOOK_BACK, until=end, limit=where.limit
    )
    return await call.read(
        lambda tx: promises_kept(query, tx, after=partial(after, where, descending=False)),
        show=partial(_page, where),
    )


def _page(where: Page, found: Sequence[KeptRow]) -> dict[str, Any]:
    shown = page(found, limit=where.limit, key=lambda row: (row.key,))
    return {**shown, "items": [KeptRateOut.of(row) for row in shown["items"]]}
