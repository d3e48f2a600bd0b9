"""Asks intake how to reach the customer of a complaint. Nothing of the answer is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from shared.http.client import HttpClient, NotThere
from shared.kernel.errors import Unavailable

NO_COMPLAINT = "/problems/complaint-not-found"
"""How intake, and nobody else, says that it has no such complaint."""


class NotIntake(Unavailable):
    slug = "not-intake"
    title = "Whoever answers at intake's address is not intake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to write to, about which complaint; lives as long as one sending."""

    reference: str
    name: str | None
    email: str | None
    language: str | None


class Intake(Protocol):
    """What followup asks of intake."""

    async def contact(self, complaint_id: UUID) -> Contact:
        """How to reach the customer. Raises NotFound (erased) and Unavailable, NotIntake among it."""
        ...


class HttpIntake:
    """Intake over HTTP."""

    def __init__(self, client: HttpClient, url: str) -> None:
        self._client = client
        self._url = url

    async def contact(self, complaint_id: UUID) -> Contact:
        """How to reach the customer. Raises NotFound (erased) and Unavailable, NotIntake among it."""
        complaint = f"{self._url}/v1/complaints/{complaint_id}"
        try:
            reached = await self._client.get_json(f"{complaint}/contact")
            brief = await self._client.get_json(f"{complaint}/brief")
        except NotThere as error:
            if error.problem == NO_COMPLAINT:
                raise
            # Somebody else answers at this address; what they don't have says nothing about the complaint.
            raise NotIntake from error
        return Contact(
            reference=str(brief["reference"]),
            name=reached.get("name"),
            email=reached.get("email"),
            language=reached.get("language"),
        )
