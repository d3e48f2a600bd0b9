"""The steps of a complaint's life beside its resolution: the customer's word, a merge, a parting (IN-20 to IN-23)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.finding_bodies import FindingOut
from services.intake.api.life_bodies import MergeIn, PartedOut, PartingIn, StandingOut, WordIn
from services.intake.commands.hear_customer import HearCustomer, hear_customer
from services.intake.commands.merge_complaint import MergeComplaint, merge_complaint
from services.intake.commands.part_complaint import PartComplaint, part_complaint
from services.intake.domain.complaint import Complaint
from services.intake.domain.parting import NotAManager, Parting
from services.intake.domain.word import CustomersWord
from services.intake.domain.wording.finding import Finding
from shared.http.call import Call, may
from shared.http.principal import Principal
from shared.http.problems import problems
from shared.http.roles import Role

router = APIRouter(tags=["life"])


@router.post(
    "/v1/complaints/{complaint_id}/solution",
    name="hear_customer",
    response_model=StandingOut,
    responses=problems(404, 409, 412, 422),
    summary="Write down the customer's word: solved closes it, not solved opens it again with the same owner",
)
async def hear(complaint_id: UUID, body: WordIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = HearCustomer(
        complaint_id=complaint_id,
        word=CustomersWord(solved=body.solved, said=body.said, channel=body.channel, by=call.principal.subject),
        resolution_number=None,
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: hear_customer(command, tx), show=StandingOut.model_validate)


@router.post(
    "/v1/complaints/{complaint_id}/merge",
    name="merge_complaint",
    response_model=StandingOut,
    responses=problems(404, 409, 412, 422),
    summary="It was told twice: let it go on as the other complaint, with the history of both",
)
async def merge(complaint_id: UUID, body: MergeIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = MergeComplaint(
        complaint_id=complaint_id,
        into=body.into,
        reason=body.reason,
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: merge_complaint(command, tx), show=StandingOut.model_validate)


@router.post(
    "/v1/complaints/{complaint_id}/parting",
    name="part_complaint",
    response_model=PartedOut,
    responses=problems(403, 404, 409, 412, 422),
    summary="End it with respect, for somebody who can't be satisfied; only a manager decides that",
)
async def part(complaint_id: UUID, body: PartingIn, call: Annotated[Call, may("complaints:part")]) -> Response:
    _require_manager(call.principal)
    parting = Parting(reason=body.reason, words=body.words, where_to_turn=body.where_to_turn, channel=body.channel)
    command = PartComplaint(
        complaint_id=complaint_id,
        parting=parting,
        expected_version=call.if_match,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: part_complaint(command, tx), show=_parted)


def _require_manager(caller: Principal) -> None:
    """A system may hold the scope, but not the responsibility. Raises NotAManager."""
    if not caller.is_admin and Role.MANAGER.value not in caller.roles:
        raise NotAManager


def _parted(done: tuple[Complaint, tuple[Finding, ...]]) -> PartedOut:
    complaint, findings = done
    standing = StandingOut.model_validate(complaint).model_dump()
    return PartedOut(**standing, wording=FindingOut.each(findings))
