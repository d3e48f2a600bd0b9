"""How the customer feels: recorded and acknowledged first, without a word about blame (IN-8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.finding_bodies import FindingOut
from services.intake.api.understanding_bodies import (
    FeelingAcknowledgedOut,
    FeelingAcknowledgementIn,
    FeelingIn,
    UnderstandingOut,
    understanding,
)
from services.intake.commands.record_feeling import (
    AcknowledgeFeeling,
    RecordFeeling,
    acknowledge_feeling,
    record_feeling,
)
from services.intake.domain.complaint import Complaint
from services.intake.domain.wording.finding import Finding
from shared.http.call import Call, may
from shared.http.problems import problems

router = APIRouter(tags=["understanding"])


@router.put(
    "/v1/complaints/{complaint_id}/feeling",
    name="record_feeling",
    response_model=UnderstandingOut,
    responses=problems(404, 412, 422),
    summary="Record how the customer feels now; earlier feelings are kept",
)
async def feel(complaint_id: UUID, body: FeelingIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = RecordFeeling(
        complaint_id=complaint_id,
        feeling=body.feeling,
        note=body.note,
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: record_feeling(command, tx), show=understanding)


@router.post(
    "/v1/complaints/{complaint_id}/feeling/acknowledgement",
    name="acknowledge_feeling",
    response_model=FeelingAcknowledgedOut,
    responses=problems(404, 409, 422),
    summary="Record what the customer was told about how they feel; it neither admits nor denies",
)
async def acknowledge(
    complaint_id: UUID, body: FeelingAcknowledgementIn, call: Annotated[Call, may("complaints:write")]
) -> Response:
    command = AcknowledgeFeeling(
        complaint_id=complaint_id,
        words=body.words,
        channel=body.channel,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: acknowledge_feeling(command, tx), show=_acknowledged)


def _acknowledged(done: tuple[Complaint, Sequence[Finding]]) -> FeelingAcknowledgedOut:
    complaint, warnings = done
    return FeelingAcknowledgedOut.model_validate(
        {
            "id": complaint.id,
            "version": complaint.version,
            "feeling": complaint.feeling,
            "feeling_acknowledged_at": complaint.feeling_acknowledged_at,
            "wording": [FindingOut.model_validate(one) for one in warnings],
        }
    )
