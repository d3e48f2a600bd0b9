"""Complaints like a given one, and those that may be the same one told twice (IN-21)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.likeness_bodies import Alike, DuplicateCheckIn, DuplicateCheckOut, DuplicateOut
from services.intake.api.schemas import CustomerIn
from services.intake.domain.match_keys import match_keys
from services.intake.queries.duplicates import Told, customers_known_by, duplicates, duplicates_of
from services.intake.queries.likeness.ranking import Sort, View, millionths
from services.intake.queries.similar import similar
from services.intake.settings import IntakeSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, MalformedCursor, Page, PageQuery, page
from shared.http.problems import problems
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["likeness"])

MOST_DUPLICATES = 20


@router.get(
    "/v1/complaints/{complaint_id}/similar",
    name="list_similar",
    response_model=Listed[Alike],
    responses=problems(404, 422),
    summary="Complaints like this one that you may see, best first, with why",
)
async def list_similar(complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery) -> Response:
    place = place_after(part)
    return await call.read(
        lambda tx: similar(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, place=place),
        show=lambda views: page(views, limit=part.limit, key=place_of),
    )


@router.get(
    "/v1/complaints/{complaint_id}/duplicates",
    name="list_duplicates",
    response_model=Listed[DuplicateOut],
    responses=problems(404, 422),
    summary="Complaints that may be this one told before or again, strongest first; a person decides",
)
async def list_duplicates(
    complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery
) -> Response:
    place = place_after(part)
    settings: IntakeSettings = call.context.settings

    async def query(tx: Transaction) -> list[View]:
        found = await duplicates_of(complaint_id, tx, actor=actor_of(call.principal), within=settings.duplicates_within)
        return _beyond(found, place)[: part.limit + 1]

    return await call.read(query, show=lambda views: page(views, limit=part.limit, key=_weight_of))


@router.post(
    "/v1/duplicate-checks",
    name="check_duplicates",
    response_model=DuplicateCheckOut,
    responses=problems(422),
    summary="Before recording: what may this be a duplicate of? Nothing is stored",
)
async def check_duplicates(body: DuplicateCheckIn, call: Annotated[Call, may("complaints:read")]) -> Response:
    settings: IntakeSettings = call.context.settings
    keys = _keys(body.customer) if body.customer else []

    async def query(tx: Transaction) -> list[View]:
        told = _told(body, await customers_known_by(keys, tx) if keys else [], settings, call.now)
        return await duplicates(told, tx, actor=actor_of(call.principal))

    return await call.read(query, show=lambda views: {"candidates": views[:MOST_DUPLICATES]})


def place_after(part: Page) -> Sort | None:
    """Where a page of a ranked list begins. Raises MalformedCursor."""
    match part.after:
        case None:
            return None
        case (int() as score, UUID() as id_):
            return Sort(score, id_)
        case _:
            raise MalformedCursor


def place_of(view: View) -> tuple[int, UUID]:
    """Where in a ranked list it stands."""
    return millionths(view), view["id"]


def _weight_of(view: View) -> tuple[int, UUID]:
    return round(view["weight"] * 1_000_000), view["id"]


def _beyond(views: list[View], place: Sort | None) -> list[View]:
    if place is None:
        return views
    return [view for view in views if _order(_weight_of(view)) < (place.score, place.id.int)]


def _order(place: tuple[int, Any]) -> tuple[int, int]:
    return place[0], place[1].int


def _keys(customer: CustomerIn) -> list[str]:
    return match_keys(
        email=customer.email,
        account_number=customer.account_number,
        username=customer.username,
        phone=customer.phone,
        name=customer.name,
        address=customer.address,
    )


def _told(body: DuplicateCheckIn, customers: list[UUID], settings: IntakeSettings, now: datetime) -> Told:
    spoken = body.customer.language if body.customer else None
    return Told(
        id=None,
        narrative=body.narrative,
        language=body.language or spoken or settings.default_language,
        channel=body.channel.value if body.channel else None,
        customers=customers,
        product=body.product,
        department=body.department,
        order_reference=body.order_reference,
        source=body.source,
        external_id=body.external_id,
        received_at=now,
        within=settings.duplicates_within,
    )
