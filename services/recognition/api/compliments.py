"""GET /v1/staff/{staff_id}/compliments: what customers said for a person, and how many count (RE-1, RE-2)."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.recognition.api.audience import audience_of
from services.recognition.api.cursors import before
from services.recognition.api.schemas import ComplimentOut, PraiseOut
from services.recognition.queries.compliments import Praise, compliments_of
from shared.http.call import Call, may
from shared.http.pages import PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["compliments"])


@router.get("/v1/staff/{staff_id}/compliments", response_model=PraiseOut, responses=problems(404, 422))
async def list_compliments(
    staff_id: UUID, wanted: PageQuery, call: Annotated[Call, may("compliments:read")]
) -> Response:
    """A person's compliments, newest first; those that don't count say why."""
    audience, start = audience_of(call.principal), before(wanted)

    def show(praise: Praise) -> dict[str, Any]:
        shown = page(praise.rows, limit=wanted.limit, key=lambda row: (row.id,))
        items = [ComplimentOut.model_validate(row) for row in shown["items"]]
        return {"valid": praise.valid, "items": items, "next": shown["next"]}

    return await call.read(
        lambda tx: compliments_of(staff_id, audience=audience, before=start, limit=wanted.limit + 1, tx=tx),
        show=show,
    )
