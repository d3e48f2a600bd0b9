"""/v1/handoffs: read the summary, accept or refuse (RO-3, RO-4)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.api.schemas import AcceptanceIn, HandoffOut, RefusalIn
from services.routing.commands.accept_handoff import AcceptHandoff, accept_handoff
from services.routing.commands.refuse_handoff import RefuseHandoff, refuse_handoff
from services.routing.queries.handoff_view import handoff_view
from shared.http.call import Call, may
from shared.http.problems import problems

router = APIRouter(tags=["handoffs"])


@router.get("/v1/handoffs/{handoff_id}", response_model=HandoffOut, responses=problems(404))
async def handoff_detail(handoff_id: UUID, call: Annotated[Call, may("cases:read")]) -> Response:
    """A handoff with its summary."""
    by = actor_of(call.principal)
    return await call.read(lambda tx: handoff_view(handoff_id, tx, by=by), show=HandoffOut.of)


@router.post("/v1/handoffs/{handoff_id}/acceptance", response_model=HandoffOut, responses=problems(403, 404, 409, 422))
async def accept_offer(
    handoff_id: UUID, call: Annotated[Call, may("handoffs:write")], _: AcceptanceIn | None = None
) -> Response:
    """Take the case: the receiver owns it from here on. The body may be left out."""
    command = AcceptHandoff(handoff_id=handoff_id, by=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: accept_handoff(command, tx), show=HandoffOut.of)


@router.post("/v1/handoffs/{handoff_id}/refusal", response_model=HandoffOut, responses=problems(403, 404, 409, 422))
async def refuse_offer(handoff_id: UUID, body: RefusalIn, call: Annotated[Call, may("handoffs:write")]) -> Response:
    """Say no, and why: the sender still owns the case."""
    command = RefuseHandoff(handoff_id=handoff_id, why=body.why, by=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: refuse_handoff(command, tx), show=HandoffOut.of)
