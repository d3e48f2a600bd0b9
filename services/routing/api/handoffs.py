"""/v1/handoffs: the inbox, the summary, accepting, refusing, taking back, and whether it was needed (RO-3 to RO-5)."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.routing.api.actor import actor_of
from services.routing.api.handoff_bodies import (
    AcceptanceIn,
    HandoffLine,
    HandoffOut,
    RefusalIn,
    VerdictIn,
    WithdrawalIn,
)
from services.routing.commands.accept_handoff import AcceptHandoff, accept_handoff
from services.routing.commands.judge_handoff import JudgeHandoff, judge_handoff
from services.routing.commands.read_handoff import ReadHandoff, read_handoff
from services.routing.commands.refuse_handoff import RefuseHandoff, refuse_handoff
from services.routing.commands.withdraw_handoff import WithdrawHandoff, withdraw_handoff
from services.routing.domain.handoff import HandoffStatus
from services.routing.pages.summary_text import readable_languages
from services.routing.queries.list_handoffs import ListHandoffs, list_handoffs
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems
from shared.pages.catalogue import accepted

router = APIRouter(tags=["handoffs"])


@router.get("/v1/handoffs", response_model=Listed[HandoffLine], responses=problems(422))
async def list_offers(
    call: Annotated[Call, may("cases:read")],
    where: PageQuery,
    to_id: Annotated[UUID | None, Query(description="whose inbox")] = None,
    from_id: Annotated[UUID | None, Query(description="who asked")] = None,
    status: HandoffStatus | None = None,
    unanswered: Annotated[bool, Query(description="only those that the top of the ladder lets wait")] = False,
) -> Response:
    """The handoffs that the caller may see, the latest asked first: with `to_id` and status `offered`, an inbox."""
    query = ListHandoffs(
        by=actor_of(call.principal),
        to_id=to_id,
        from_id=from_id,
        status=status,
        unanswered=unanswered,
        limit=where.limit,
    )
    return await call.read(
        lambda tx: list_handoffs(query, tx, after=partial(after, where)),
        show=lambda found: page(
            [HandoffLine.model_validate(handoff) for handoff in found],
            limit=where.limit,
            key=lambda line: (line.offered_at, line.id),
        ),
    )


@router.get("/v1/handoffs/{handoff_id}", response_model=HandoffOut, responses=problems(404))
async def handoff_detail(handoff_id: UUID, call: Annotated[Call, may("cases:read")]) -> Response:
    """A handoff with its summary, its text in the language of Accept-Language where there is one; who reads is kept."""
    command = ReadHandoff(handoff_id=handoff_id, by=actor_of(call.principal), now=call.now)
    languages = readable_languages(*accepted(call.request.headers.get("accept-language")))
    response = await call.read(
        lambda tx: read_handoff(command, tx),
        show=lambda handoff: HandoffOut.of(handoff, languages=languages),
        ages=True,
    )
    response.headers["vary"] = "Accept-Language"
    return response


@router.post("/v1/handoffs/{handoff_id}/acceptance", response_model=HandoffOut, responses=problems(403, 404, 409, 422))
async def accept_offer(
    handoff_id: UUID, call: Annotated[Call, may("handoffs:write")], body: AcceptanceIn | None = None
) -> Response:
    """Take the case: the receiver owns it from here on, and has read the summary. The body may be left out."""
    settings: RoutingSettings = call.context.settings
    command = AcceptHandoff(
        handoff_id=handoff_id,
        by=actor_of(call.principal),
        rest=settings.hot_rest,
        now=call.now,
        summary_sha256=body.summary_sha256 if body else None,
    )
    return await call.once(lambda tx: accept_handoff(command, tx), show=HandoffOut.of)


@router.post("/v1/handoffs/{handoff_id}/refusal", response_model=HandoffOut, responses=problems(403, 404, 409, 422))
async def refuse_offer(handoff_id: UUID, body: RefusalIn, call: Annotated[Call, may("handoffs:write")]) -> Response:
    """Say no, and why: the sender still owns the case."""
    command = RefuseHandoff(handoff_id=handoff_id, why=body.why, by=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: refuse_handoff(command, tx), show=HandoffOut.of)


@router.post("/v1/handoffs/{handoff_id}/withdrawal", response_model=HandoffOut, responses=problems(403, 404, 409, 422))
async def withdraw_offer(
    handoff_id: UUID, body: WithdrawalIn, call: Annotated[Call, may("handoffs:write")]
) -> Response:
    """Take the offer back, also while it waits for its summary: the sender still owns the case and may ask others."""
    command = WithdrawHandoff(handoff_id=handoff_id, why=body.why, by=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: withdraw_handoff(command, tx), show=HandoffOut.of)


@router.post("/v1/handoffs/{handoff_id}/verdict", response_model=HandoffOut, responses=problems(403, 404, 409, 422))
async def judge_offer(handoff_id: UUID, body: VerdictIn, call: Annotated[Call, may("handoffs:write")]) -> Response:
    """Say, as the one who accepted or declined, whether somebody else was needed at all."""
    command = JudgeHandoff(handoff_id=handoff_id, needed=body.needed, why=body.why, by=actor_of(call.principal))
    return await call.once(lambda tx: judge_handoff(command, tx), show=HandoffOut.of)
