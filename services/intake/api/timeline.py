"""The timeline of a complaint: the whole story in order (IN-20)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.queries.timeline import timeline
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.http.schemas import Out

router = APIRouter(tags=["complaints"])


class EntryOut(Out):
    """One thing that happened; `detail` holds what there is to say about its kind."""

    at: datetime
    kind: str
    name: str
    """Tells entries of one moment apart."""
    by: str | None
    complaint_id: UUID
    """This complaint, or one that was merged into it."""
    detail: dict[str, Any]


@router.get(
    "/v1/complaints/{complaint_id}/timeline",
    name="read_timeline",
    response_model=Listed[EntryOut],
    responses=problems(404, 422),
    summary="The whole story in order: told, understood, said, done and changed",
)
async def read_timeline(complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery) -> Response:
    after = part.expect(datetime, str)
    return await call.read(
        lambda tx: timeline(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["at"], row["name"])),
    )
