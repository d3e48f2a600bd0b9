"""Asks routing who a handler is. Nothing of the answer is stored but the name that a customer was told."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

import structlog

from services.intake.domain.told import Handler
from shared.http.client import HttpClient
from shared.kernel.errors import RedressError

_log = structlog.get_logger(__name__)


class Routing(Protocol):
    """What intake asks of routing."""

    async def handler(self, staff_id: UUID, *, care_contact: str) -> Handler | None:
        """Somebody on the staff, as a customer may reach them; None where nobody answers for them."""
        ...


class HttpRouting:
    """Routing over HTTP."""

    def __init__(self, client: HttpClient, url: str) -> None:
        self._client = client
        self._url = url

    async def handler(self, staff_id: UUID, *, care_contact: str) -> Handler | None:
        """Somebody on the staff; who has no contact of their own is reached through the care team.

        None where routing does not answer within seconds, does not know them, or they have left: whoever waits to
        hear from us must not wait for that.
        """
        try:
            person = await self._client.get_json(f"{self._url}/v1/staff/{staff_id}")
            if not person["active"]:
                return None
            contact = person["contact"]
            reached = ", ".join(one for one in (contact.get("phone"), contact.get("email")) if one)
            return Handler(name=str(person["name"]), contact=reached or care_contact, staff_id=staff_id)
        except (RedressError, KeyError, TypeError, AttributeError) as error:
            _log.warning("handler_unknown", staff_id=str(staff_id), error=type(error).__name__)
            return None
