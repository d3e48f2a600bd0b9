"""Additions to a story (IN-6)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.answers import AdditionOut
from services.intake.api.cursors import after_id
from services.intake.api.schemas import AdditionIn
from services.intake.commands.add_to_story import AddToStory, add_to_story
from services.intake.queries.story import addition_list
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["additions"])


@router.post(
    "/v1/complaints/{complaint_id}/additions",
    name="add_to_story",
    status_code=201,
    response_model=AdditionOut,
    responses=problems(404, 422),
    summary="Add to the story; what was told before stays as it is",
)
async def add(complaint_id: UUID, body: AdditionIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = AddToStory(
        complaint_id=complaint_id,
        text=body.text,
        channel=body.channel,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: add_to_story(command, tx),
        show=AdditionOut.model_validate,
        status=201,
        location=lambda _: f"/v1/complaints/{complaint_id}/additions",
    )


@router.get(
    "/v1/complaints/{complaint_id}/additions",
    name="list_additions",
    response_model=Listed[AdditionOut],
    responses=problems(404, 422),
    summary="What was added to the story, oldest first",
)
async def list_additions(
    complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery
) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: addition_list(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )
