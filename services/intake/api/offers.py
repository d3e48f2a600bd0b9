"""Offers about a complaint, refusals with their alternatives, and what the customer chose (IN-17, IN-18)."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.api.finding_bodies import RemarkOut
from services.intake.api.offers_bodies import ChoiceIn, OfferedOut, OfferIn, OfferOut, RefusalIn, RiskOut
from services.intake.commands.choose_option import ChooseOption, choose_option
from services.intake.commands.make_offer import MakeOffer, make_offer
from services.intake.commands.refuse_wish import RefuseWish, refuse_wish
from services.intake.domain.gate import Remark
from services.intake.domain.offer import ChosenBy, GivenChoice, Offer
from services.intake.domain.tarp import Assumptions
from services.intake.queries.offers import offer_list, offer_one, offer_view, refusal_risk
from services.intake.settings import IntakeSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["offers"])


@router.post(
    "/v1/complaints/{complaint_id}/offers",
    name="make_offer",
    status_code=201,
    response_model=OfferedOut,
    responses=problems(404, 409, 412, 422),
    summary="Put options to the customer; an offer that is still open is overtaken",
)
async def make(complaint_id: UUID, body: OfferIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = MakeOffer(
        complaint_id=complaint_id,
        given=body.given(),
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: make_offer(command, tx),
        show=lambda done: _offered(done, now=call.now),
        status=201,
        location=lambda done: f"/v1/complaints/{complaint_id}/offers/{done[0].id}",
    )


@router.post(
    "/v1/complaints/{complaint_id}/refusals",
    name="refuse_wish",
    status_code=201,
    response_model=OfferedOut,
    responses=problems(404, 409, 412, 422),
    summary="Refuse the wish, explained, with alternatives; says how many customers that puts at risk",
)
async def refuse(complaint_id: UUID, body: RefusalIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = RefuseWish(
        complaint_id=complaint_id,
        given=body.given(),
        assumed=_assumed(call),
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: refuse_wish(command, tx),
        show=lambda done: _offered(done, now=call.now),
        status=201,
        location=lambda done: f"/v1/complaints/{complaint_id}/offers/{done[0].id}",
    )


@router.get(
    "/v1/complaints/{complaint_id}/refusal-risk",
    name="read_refusal_risk",
    response_model=RiskOut,
    responses=problems(404, 422),
    summary="How many customers a refusal would put at risk, before refusing",
)
async def read_risk(complaint_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    actor, assumed = actor_of(call.principal), _assumed(call)
    return await call.read(lambda tx: refusal_risk(complaint_id, tx, actor=actor, assumed=assumed, now=call.now))


@router.get(
    "/v1/complaints/{complaint_id}/offers",
    name="list_offers",
    response_model=Listed[OfferOut],
    responses=problems(404, 422),
    summary="The offers that were made, oldest first, refusals among them",
)
async def list_offers(complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: offer_list(
            complaint_id, tx, actor=actor_of(call.principal), now=call.now, limit=part.limit + 1, after=after
        ),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.get(
    "/v1/complaints/{complaint_id}/offers/{offer_id}",
    name="read_offer",
    response_model=OfferOut,
    responses=problems(404, 422),
    summary="One offer as it stands now",
)
async def read(complaint_id: UUID, offer_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    return await call.read(
        lambda tx: offer_one(complaint_id, offer_id, tx, actor=actor_of(call.principal), now=call.now), ages=True
    )


@router.post(
    "/v1/complaints/{complaint_id}/offers/{offer_id}/choice",
    name="choose_option",
    response_model=OfferOut,
    responses=problems(404, 409, 422),
    summary="Record which option the customer chose, or that they want none of them",
)
async def choose(
    complaint_id: UUID, offer_id: UUID, body: ChoiceIn, call: Annotated[Call, may("complaints:write")]
) -> Response:
    command = ChooseOption(
        complaint_id=complaint_id,
        offer_id=offer_id,
        given=GivenChoice(option=body.option, none_of_them=body.none_of_them, said=body.said, channel=body.channel),
        by=ChosenBy.STAFF,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: choose_option(command, tx), show=lambda offer: offer_view(offer, now=call.now))


def _offered(done: tuple[Offer, tuple[Remark, ...]], *, now: datetime) -> dict[str, Any]:
    offer, remarks = done
    return offer_view(offer, now=now) | {"wording": RemarkOut.of_each(remarks)}


def _assumed(call: Call) -> Assumptions:
    """The company's own assumptions about those who never complain (IN-22)."""
    settings: IntakeSettings = call.context.settings
    names = (field.name for field in fields(Assumptions))
    return Assumptions(**{name: getattr(settings, f"tarp_{name}") for name in names})
