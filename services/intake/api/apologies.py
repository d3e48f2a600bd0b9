"""Apologies about a complaint (IN-16)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.apologies_bodies import ApologisedOut, ApologyIn, ApologyOut, StepOut
from services.intake.api.cursors import after_id
from services.intake.api.finding_bodies import RemarkOut
from services.intake.commands.apologise import Apologise, apologise
from services.intake.domain.apology import Apology, GivenApology, NextStep
from services.intake.domain.gate import Remark
from services.intake.queries.apologies import apology_list
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["apologies"])


@router.post(
    "/v1/complaints/{complaint_id}/apologies",
    name="apologise",
    status_code=201,
    response_model=ApologisedOut,
    responses=problems(404, 409, 422),
    summary="Apologise once, sincerely, with the steps that follow; it admits and denies nothing",
)
async def apologise_for(
    complaint_id: UUID, body: ApologyIn, call: Annotated[Call, may("complaints:write")]
) -> Response:
    command = Apologise(
        complaint_id=complaint_id,
        given=GivenApology(
            for_what=body.for_what,
            text=body.text,
            steps=tuple(NextStep(what=step.what, by_when=step.by_when) for step in body.steps),
            channel=body.channel,
            reason=body.reason,
        ),
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: apologise(command, tx),
        show=_apologised,
        status=201,
        location=lambda _: f"/v1/complaints/{complaint_id}/apologies",
    )


@router.get(
    "/v1/complaints/{complaint_id}/apologies",
    name="list_apologies",
    response_model=Listed[ApologyOut],
    responses=problems(404, 422),
    summary="The apologies that were made, oldest first",
)
async def list_apologies(
    complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery
) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: apology_list(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


def _apologised(done: tuple[Apology, tuple[Remark, ...]]) -> ApologisedOut:
    apology, remarks = done
    return ApologisedOut(
        id=apology.id,
        number=apology.number,
        for_what=apology.for_what,
        text=apology.text,
        steps=[StepOut(what=step.what, by_when=step.by_when) for step in apology.steps],
        channel=apology.channel,
        reason=apology.reason,
        said_by=apology.said_by,
        said_at=apology.said_at,
        wording=RemarkOut.of_each(remarks),
    )
