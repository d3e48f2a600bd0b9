"""Intake, asked for the brief of a complaint; what it says is never kept but in a handoff summary."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from services.routing.domain.brief import Attempt, Brief, Recap, Wish
from shared.http.client import HttpClient, UnexpectedAnswer
from shared.kernel.errors import Forbidden, Unavailable
from shared.observability.correlation import current_correlation

_log = structlog.get_logger("redress.routing")


class Intake(Protocol):
    """What routing needs of intake."""

    async def brief(self, complaint_id: UUID, *, correlation_id: str) -> Brief:
        """What is known of a complaint. Raises NotFound, Unavailable."""
        ...


class IntakeRefuses(Unavailable):
    slug = "intake-refuses"
    title = "Intake does not let routing read the complaint; its signing key or scopes are wrong"


class HttpIntake:
    """Intake over HTTP."""

    def __init__(self, url: str, client: HttpClient) -> None:
        self._url = url
        self._client = client

    async def brief(self, complaint_id: UUID, *, correlation_id: str) -> Brief:
        """What is known of a complaint. Raises NotFound, Unavailable (IntakeRefuses and UnexpectedAnswer among it)."""
        try:
            answer = await self._client.get_json(
                f"{self._url}/v1/complaints/{complaint_id}/brief", correlation_id=correlation_id
            )
        except Forbidden as error:
            raise IntakeRefuses from error
        return read_brief(answer)


async def brief_or_none(intake: Intake, complaint_id: UUID) -> Brief | None:
    """What is known of a complaint; None while intake does not answer, so that whoever asks can wait visibly (RO-3).

    Raises NotFound.
    """
    try:
        return await intake.brief(complaint_id, correlation_id=current_correlation())
    except Unavailable as error:
        _log.warning("intake_does_not_answer", complaint_id=str(complaint_id), error=repr(error))
        return None


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Addition(_Answer):
    text: str
    added_at: datetime | None = None


class _Recap(_Answer):
    version: int
    text: str
    confirmed_at: datetime | None = None


class _Wish(_Answer):
    kind: str
    detail: str | None = None


class _Resolution(_Answer):
    what_was_done: str
    wish_met: bool | None = None


class _Brief(_Answer):
    reference: str
    narrative: str
    additions: tuple[_Addition, ...] = ()
    recap: _Recap | None = None
    desired_resolution: _Wish | None = None
    feeling: str | None = None
    product: str | None = None
    department: str | None = None
    language: str | None = None
    contacts_so_far: int = 0
    facts: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    resolutions: tuple[_Resolution, ...] = ()
    reopened_times: int = 0
    minutes_so_far: int | None = None
    tellings_so_far: int | None = None


def read_brief(answer: Any) -> Brief:
    """Intake's answer as a Brief; members that we don't know are passed over. Raises UnexpectedAnswer."""
    try:
        read = _Brief.model_validate(answer)
    except ValidationError as error:
        raise UnexpectedAnswer("the brief of intake is not one") from error
    return Brief(
        reference=read.reference,
        narrative=read.narrative,
        additions=tuple(_dated(addition) for addition in read.additions),
        recap=Recap(read.recap.version, read.recap.text, read.recap.confirmed_at is not None) if read.recap else None,
        wish=Wish(read.desired_resolution.kind, read.desired_resolution.detail) if read.desired_resolution else None,
        feeling=read.feeling,
        product=read.product,
        department=read.department,
        language=read.language,
        contacts_so_far=read.contacts_so_far,
        facts=read.facts,
        refusals=read.refusals,
        tried=tuple(Attempt(one.what_was_done, one.wish_met) for one in read.resolutions),
        reopened_times=read.reopened_times,
        minutes_so_far=read.minutes_so_far,
        tellings_so_far=read.tellings_so_far,
    )


def _dated(addition: _Addition) -> str:
    return f"{addition.added_at:%Y-%m-%d}: {addition.text}" if addition.added_at else addition.text
