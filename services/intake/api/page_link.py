"""The link to a customer's own page, for systems that send it to that customer (IN-24)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.domain.purposes import PAGE
from services.intake.queries.complaint_view import complaint_row
from services.intake.settings import IntakeSettings
from services.intake.storage.tables import complaint
from shared.http.call import Call, may
from shared.http.principal import Principal
from shared.http.problems import problems
from shared.http.schemas import Out
from shared.kernel.errors import Forbidden
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["pages"])


class NotForPeople(Forbidden):
    slug = "link-not-for-people"
    title = "Whoever holds this link speaks as the customer: only client systems and administrators get it"


class PageLinkOut(Out):
    """A link that opens the customer's own page until it expires."""

    link: str
    expires_at: datetime


@router.get(
    "/v1/complaints/{complaint_id}/page",
    name="read_page_link",
    response_model=PageLinkOut,
    responses=problems(403, 404, 422),
    summary="The link to the customer's own page",
)
async def read_page_link(complaint_id: UUID, call: Annotated[Call, may("customers:read")]) -> Response:
    _require_system(call.principal)
    settings: IntakeSettings = call.context.settings
    expires = call.now + settings.page_link_lifetime
    token = call.context.links.sign(PAGE, complaint_id, expires)

    async def query(tx: Transaction) -> PageLinkOut:
        await complaint_row(complaint_id, tx, actor=actor_of(call.principal), columns=(complaint.c.id,))
        return PageLinkOut(link=f"{settings.own_url}/p/{token}", expires_at=expires)

    return await call.read(query)


def _require_system(caller: Principal) -> None:
    """Raises NotForPeople."""
    if caller.is_person and not caller.is_admin:
        raise NotForPeople
