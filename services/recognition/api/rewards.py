"""/v1/rewards: what was earned, its approval, its redemption and its ledger (RE-1, RE-6)."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.recognition.api.audience import audience_of
from services.recognition.api.cursors import before, beyond
from services.recognition.api.schemas import EntryOut, RedemptionIn, RewardOut
from services.recognition.commands import approve_reward as approval
from services.recognition.commands import redeem_reward as redemption
from services.recognition.queries import rewards as queries
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(prefix="/v1/rewards", tags=["rewards"])


@router.get("", response_model=Listed[RewardOut], responses=problems(404, 422))
async def list_rewards(
    wanted: PageQuery, call: Annotated[Call, may("rewards:read")], staff_id: UUID | None = None
) -> Response:
    """Rewards, newest first: of one person, or of all whom the caller may see."""
    audience, start = audience_of(call.principal), before(wanted)

    def show(found: list[Any]) -> dict[str, Any]:
        shown = page(found, limit=wanted.limit, key=lambda reward: (reward.id,))
        return {"items": [RewardOut.of(reward) for reward in shown["items"]], "next": shown["next"]}

    return await call.read(
        lambda tx: queries.list_rewards(
            staff_id=staff_id, audience=audience, before=start, limit=wanted.limit + 1, tx=tx
        ),
        show=show,
    )


@router.get("/{reward_id}", response_model=RewardOut, responses=problems(404, 422))
async def read_reward(reward_id: UUID, call: Annotated[Call, may("rewards:read")]) -> Response:
    """One reward."""
    audience = audience_of(call.principal)
    return await call.read(lambda tx: queries.reward_view(reward_id, audience=audience, tx=tx), show=RewardOut.of)


@router.get("/{reward_id}/ledger", response_model=Listed[EntryOut], responses=problems(404, 422))
async def read_reward_ledger(
    reward_id: UUID, wanted: PageQuery, call: Annotated[Call, may("rewards:read")]
) -> Response:
    """All that ever happened to a reward, oldest first; each entry's postings sum to zero."""
    audience, start = audience_of(call.principal), beyond(wanted)

    def show(found: Any) -> dict[str, Any]:
        shown = page(found, limit=wanted.limit, key=lambda row: (row.number,))
        return {"items": [EntryOut.of(row) for row in shown["items"]], "next": shown["next"]}

    return await call.read(
        lambda tx: queries.reward_ledger(reward_id, audience=audience, after=start, limit=wanted.limit + 1, tx=tx),
        show=show,
    )


@router.post("/{reward_id}/approval", response_model=RewardOut, responses=problems(403, 404, 409, 412, 422))
async def approve_reward(reward_id: UUID, call: Annotated[Call, may("rewards:approve")]) -> Response:
    """Approve a granted reward; never one's own. If-Match is honoured, and not required."""
    command = approval.ApproveReward(
        reward_id=reward_id,
        approver=call.principal.staff_id,
        for_anyone=call.principal.is_admin,
        by=call.principal.subject,
        audience=audience_of(call.principal),
        expected=call.if_match,
        now=call.now,
    )
    return await call.once(lambda tx: approval.approve_reward(command, tx), show=RewardOut.of)


@router.post("/{reward_id}/redemption", response_model=RewardOut, responses=problems(403, 404, 409, 412, 422))
async def redeem_reward(reward_id: UUID, body: RedemptionIn, call: Annotated[Call, may("rewards:approve")]) -> Response:
    """Take an approved reward on a day. If-Match is honoured, and not required."""
    command = redemption.RedeemReward(
        reward_id=reward_id,
        on=body.on,
        by=call.principal.subject,
        audience=audience_of(call.principal),
        expected=call.if_match,
        now=call.now,
    )
    return await call.once(lambda tx: redemption.redeem_reward(command, tx), show=RewardOut.of)
