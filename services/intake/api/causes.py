"""Investigations and root causes: no blame before somebody looked into it and the person was heard (IN-12)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.causes_bodies import (
    ConclusionIn,
    InvestigationIn,
    InvestigationOut,
    RootCauseConcludedOut,
    RootCauseIn,
    RootCauseOut,
)
from services.intake.api.cursors import after_id
from services.intake.commands.conclude_root_cause import ConcludeRootCause, conclude_root_cause
from services.intake.commands.investigate import (
    ConcludeInvestigation,
    OpenInvestigation,
    conclude_investigation,
    open_investigation,
)
from services.intake.domain.complaint import Complaint
from services.intake.domain.root_cause import Finding
from services.intake.queries.causes import investigation_list, root_cause_view
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems

router = APIRouter(tags=["causes"])


@router.post(
    "/v1/complaints/{complaint_id}/investigations",
    name="open_investigation",
    status_code=201,
    response_model=InvestigationOut,
    responses=problems(403, 404, 422),
    summary="Open an investigation; nobody investigates themselves",
)
async def open_(complaint_id: UUID, body: InvestigationIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = OpenInvestigation(
        complaint_id=complaint_id,
        about_staff_id=body.about_staff_id,
        question=body.question,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: open_investigation(command, tx),
        show=InvestigationOut.model_validate,
        status=201,
        location=lambda _: f"/v1/complaints/{complaint_id}/investigations",
    )


@router.post(
    "/v1/complaints/{complaint_id}/investigations/{investigation_id}/conclusion",
    name="conclude_investigation",
    response_model=InvestigationOut,
    responses=problems(403, 404, 409, 422),
    summary="Write down what was found, on what evidence, and what the person concerned said",
)
async def conclude(
    complaint_id: UUID, investigation_id: UUID, body: ConclusionIn, call: Annotated[Call, may("complaints:write")]
) -> Response:
    command = ConcludeInvestigation(
        complaint_id=complaint_id,
        investigation_id=investigation_id,
        finding=body.finding,
        evidence=body.evidence,
        heard_staff=body.heard_staff,
        what_they_said=body.what_they_said,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: conclude_investigation(command, tx), show=InvestigationOut.model_validate)


@router.get(
    "/v1/complaints/{complaint_id}/investigations",
    name="list_investigations",
    response_model=Listed[InvestigationOut],
    responses=problems(404, 422),
    summary="Investigations of the complaint, oldest first",
)
async def list_investigations(
    complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery
) -> Response:
    after = after_id(part)
    actor = actor_of(call.principal)
    return await call.read(
        lambda tx: investigation_list(complaint_id, tx, actor=actor, limit=part.limit + 1, after=after),
        show=lambda found: page(
            [InvestigationOut.model_validate(one) for one in found], limit=part.limit, key=lambda one: (one.id,)
        ),
    )


@router.post(
    "/v1/complaints/{complaint_id}/root-cause",
    name="conclude_root_cause",
    status_code=201,
    response_model=RootCauseConcludedOut,
    responses=problems(404, 412, 422),
    summary="Conclude why it happened: one aspect, from facts that are in; an earlier cause is kept",
)
async def attribute(complaint_id: UUID, body: RootCauseIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = ConcludeRootCause(
        complaint_id=complaint_id,
        cause=body.cause,
        aspect=body.aspect,
        explanation=body.explanation,
        link_id=body.link_id,
        investigation_id=body.investigation_id,
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: conclude_root_cause(command, tx),
        show=_concluded,
        status=201,
        location=lambda _: f"/v1/complaints/{complaint_id}/root-cause",
    )


@router.get(
    "/v1/complaints/{complaint_id}/root-cause",
    name="read_root_cause",
    response_model=RootCauseOut,
    responses=problems(404, 422),
    summary="The root cause that holds",
)
async def read_root_cause(complaint_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    return await call.read(
        lambda tx: root_cause_view(complaint_id, tx, actor=actor_of(call.principal)), show=RootCauseOut.model_validate
    )


def _concluded(done: tuple[Complaint, Finding]) -> RootCauseConcludedOut:
    complaint, finding = done
    return RootCauseConcludedOut(
        complaint_id=complaint.id, version=complaint.version, root_cause=RootCauseOut.model_validate(finding)
    )
