"""The acknowledgement of a complaint: how far it is, and one that a person makes (IN-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.acknowledgement_bodies import AcknowledgementIn, AcknowledgementOut
from services.intake.api.actors import actor_of
from services.intake.api.finding_bodies import FindingOut
from services.intake.commands.acknowledge_by_hand import AcknowledgeByHand, acknowledge_by_hand
from services.intake.domain.acknowledgement import may_be_made_by_person
from services.intake.domain.told import Told
from services.intake.domain.wording.finding import Finding
from services.intake.queries.acknowledgement import acknowledgement_view
from services.intake.storage.acknowledgements import Acknowledgement
from shared.http.call import Call, may
from shared.http.problems import problems

router = APIRouter(tags=["acknowledgements"])
_PATH = "/v1/complaints/{complaint_id}/acknowledgement"


@router.post(
    _PATH,
    name="acknowledge_complaint",
    status_code=201,
    response_model=AcknowledgementOut,
    responses=problems(404, 409, 412, 422),
    summary="Note that you acknowledged a complaint by phone, in person, by letter or by a mail of your own",
)
async def acknowledge(
    complaint_id: UUID, body: AcknowledgementIn, call: Annotated[Call, may("complaints:write")]
) -> Response:
    command = AcknowledgeByHand(
        complaint_id=complaint_id,
        text=body.text,
        channel=body.channel,
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: acknowledge_by_hand(command, tx),
        show=lambda done: shown(complaint_id, done.acknowledgement, by_person=False, wording=done.warnings),
        status=201,
        location=lambda _: f"/v1/complaints/{complaint_id}/acknowledgement",
        etag=lambda done: done.version,
    )


@router.get(
    _PATH,
    name="read_acknowledgement",
    response_model=AcknowledgementOut,
    responses=problems(404, 422),
    summary="What the customer was told about our having their complaint, and whether a person has to",
)
async def read_acknowledgement(complaint_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    return await call.read(
        lambda tx: acknowledgement_view(complaint_id, tx, actor=actor_of(call.principal)),
        show=lambda view: shown(
            complaint_id,
            view.acknowledgement,
            by_person=_needs_person(view.told, view.acknowledgement, call.now),
        ),
        ages=True,
    )


def shown(
    complaint_id: UUID, found: Acknowledgement | None, *, by_person: bool, wording: Sequence[Finding] = ()
) -> AcknowledgementOut:
    """The acknowledgement as it is shown."""
    return AcknowledgementOut(
        complaint_id=complaint_id,
        status=found.status if found else None,
        by_person=by_person,
        channel=found.channel if found else None,
        text=found.text if found else None,
        handler=found.handler if found else None,
        handler_id=found.handler_id if found else None,
        made_at=found.made_at if found else None,
        sent_at=found.sent_at if found else None,
        bounced_at=found.bounced_at if found else None,
        why=found.why if found else None,
        wording=FindingOut.each(wording),
    )


def _needs_person(told: Told, found: Acknowledgement | None, now: datetime) -> bool:
    if found is None:
        return told.waits_for_person(now)
    return may_be_made_by_person(found.status, bounced=found.bounced_at is not None)
