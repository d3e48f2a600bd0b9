"""Recaps of a complaint: propose, confirm or correct, list (IN-10)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.answers import RecapOut
from services.intake.api.cursors import after_number
from services.intake.api.finding_bodies import FindingOut
from services.intake.api.schemas import ConfirmationIn, RecapIn
from services.intake.commands.confirm_recap import ConfirmRecap, confirm_recap
from services.intake.commands.propose_recap import ProposeRecap, propose_recap
from services.intake.domain.recap import Recap
from services.intake.domain.wording.finding import Finding
from services.intake.queries.story import recap_list, recap_view
from shared.http.call import Call, may, render
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["recaps"])


class ProposedOut(RecapOut):
    """The version, and what of it could be worded better."""

    wording: list[FindingOut]


Version = Annotated[int, Path(ge=1, le=1_000_000)]


@router.post(
    "/v1/complaints/{complaint_id}/recaps",
    name="propose_recap",
    status_code=201,
    response_model=ProposedOut,
    responses=problems(404, 409, 422),
    summary="Write down what we understood, for the customer to confirm",
)
async def propose(complaint_id: UUID, body: RecapIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    command = ProposeRecap(complaint_id=complaint_id, text=body.text, actor=actor_of(call.principal), now=call.now)
    return await call.once(
        lambda tx: propose_recap(command, tx),
        show=_proposed,
        status=201,
        etag=lambda done: done[0].revision,
        location=lambda done: f"/v1/complaints/{complaint_id}/recaps/{done[0].version}",
    )


@router.post(
    "/v1/complaints/{complaint_id}/recaps/{version}/confirmation",
    name="confirm_recap",
    response_model=RecapOut,
    responses=problems(404, 409, 422),
    summary="Record the customer's word: confirmed, or corrected",
)
async def confirm(
    complaint_id: UUID,
    version: Version,
    body: ConfirmationIn,
    call: Annotated[Call, may("complaints:write")],
) -> Response:
    command = ConfirmRecap(
        complaint_id=complaint_id,
        version=version,
        confirmed_by=body.confirmed_by,
        channel=body.channel,
        correction=body.correction,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: confirm_recap(command, tx), show=RecapOut.model_validate, etag=lambda recap: recap.revision
    )


@router.get(
    "/v1/complaints/{complaint_id}/recaps",
    name="list_recaps",
    response_model=Listed[RecapOut],
    responses=problems(404, 422),
    summary="All versions of what we understood, oldest first",
)
async def list_recaps(complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery) -> Response:
    after = after_number(part)
    return await call.read(
        lambda tx: recap_list(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["version"],)),
    )


@router.get(
    "/v1/complaints/{complaint_id}/recaps/{version}",
    name="read_recap",
    response_model=RecapOut,
    responses=problems(404, 422),
    summary="One version of what we understood",
)
async def read_recap(complaint_id: UUID, version: Version, call: Annotated[Call, may("complaints:read")]) -> Response:
    async def query(tx: Transaction) -> bytes:
        return render(await recap_view(complaint_id, version, tx, actor=actor_of(call.principal)))

    # As bytes: the customer's word changes a recap, but not its version, which so can't be its ETag.
    return await call.read(query)


def _proposed(done: tuple[Recap, tuple[Finding, ...]]) -> ProposedOut:
    recap, findings = done
    return ProposedOut(**RecapOut.model_validate(recap).model_dump(), wording=FindingOut.each(findings))
