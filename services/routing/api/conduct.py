"""Conduct towards the staff: reported, talked about by a senior colleague, decided by a manager (RO-11)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.api.conduct_bodies import (
    ConductIn,
    ConductOut,
    DismissalIn,
    SanctionIn,
    SanctionLine,
    TalkOutcome,
    WordIn,
)
from services.routing.commands.decide_conduct import DropConduct, SanctionConduct, drop_conduct, sanction_conduct
from services.routing.commands.escalate import Escalate
from services.routing.commands.report_conduct import ReportConduct, report_conduct
from services.routing.commands.speak_with_customer import SpeakWithCustomer, speak_with_customer
from services.routing.domain.conduct import Conduct, ConductStatus
from services.routing.domain.ladder import Reason
from services.routing.domain.summary import Circumstances
from services.routing.gateways import Gateways
from services.routing.gateways.intake import brief_or_none
from services.routing.queries.case_view import visible_case
from services.routing.queries.conduct_view import conduct_view, list_conduct
from services.routing.queries.ledgers import ledgers_of
from services.routing.settings import RoutingSettings
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["conduct"])


@router.post(
    "/v1/cases/{complaint_id}/conduct", status_code=201, response_model=ConductOut, responses=problems(404, 422)
)
async def report_customer_conduct(
    complaint_id: UUID, body: ConductIn, call: Annotated[Call, may("conduct:write")]
) -> Response:
    """Report how a customer behaved; once they were told, the case is offered to a senior colleague."""
    if (again := await call.answered()) is not None:
        return again
    by = actor_of(call.principal)
    async with call.context.transactions.begin(correlation_id=call.correlation_id) as tx:
        await visible_case(complaint_id, tx, by=by)
    command = ReportConduct(
        complaint_id=complaint_id,
        level=body.level,
        text=body.text,
        staff_ids=tuple(body.staff_ids),
        escalation=await _escalation(complaint_id, body, call) if body.customer_told is not False else None,
        by=by,
        now=call.now,
    )

    async def with_ledgers(tx: Transaction) -> Conduct:
        if command.escalation is None:
            return await report_conduct(command, tx)
        escalation = replace(command.escalation, ledgers=await ledgers_of(complaint_id, tx, now=call.now))
        return await report_conduct(replace(command, escalation=escalation), tx)

    return await call.once(
        with_ledgers,
        show=ConductOut.of,
        status=201,
        location=lambda conduct: f"/v1/conduct/{conduct.id}",
    )


async def _escalation(complaint_id: UUID, body: ConductIn, call: Call) -> Escalate:
    """The offer to a senior colleague; while intake does not answer it waits for its summary, as any other does."""
    gateways: Gateways = call.context.gateways
    settings: RoutingSettings = call.context.settings
    return Escalate(
        complaint_id=complaint_id,
        to_id=None,
        circumstances=Circumstances(reason=Reason.ABUSE, told=body.told()),
        brief=await brief_or_none(gateways.intake, complaint_id),
        by=actor_of(call.principal),
        answer_within=settings.handoff_answer_within,
        now=call.now,
    )


@router.get("/v1/conduct", response_model=Listed[ConductOut], responses=problems(422))
async def conduct_list(
    call: Annotated[Call, may("cases:read")],
    where: PageQuery,
    complaint_id: UUID | None = None,
    status: ConductStatus | None = None,
) -> Response:
    """Reports of conduct, the latest first; `status=with_manager` are those that wait for a decision."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: list_conduct(
            tx, by=by, complaint_id=complaint_id, status=status, limit=where.limit, after=partial(after, where)
        ),
        show=lambda found: page(
            [ConductOut.of(conduct) for conduct in found],
            limit=where.limit,
            key=lambda conduct: (conduct.reported_at, conduct.id),
        ),
    )


@router.get("/v1/conduct/{conduct_id}", response_model=ConductOut, responses=problems(404))
async def conduct_detail(conduct_id: UUID, call: Annotated[Call, may("cases:read")]) -> Response:
    """One report."""
    by = actor_of(call.principal)
    return await call.read(lambda tx: conduct_view(conduct_id, tx, by=by), show=ConductOut.of)


@router.post("/v1/conduct/{conduct_id}/word", response_model=ConductOut, responses=problems(403, 404, 409, 422))
async def have_a_word(conduct_id: UUID, body: WordIn, call: Annotated[Call, may("conduct:write")]) -> Response:
    """A senior colleague spoke with the customer: it is good, or goes on and a manager decides."""
    command = SpeakWithCustomer(
        conduct_id=conduct_id,
        calmed=body.outcome is TalkOutcome.CALMED,
        word=body.text,
        by=actor_of(call.principal),
    )
    return await call.once(lambda tx: speak_with_customer(command, tx), show=ConductOut.of)


@router.post(
    "/v1/conduct/{conduct_id}/sanction",
    status_code=201,
    response_model=SanctionLine,
    responses=problems(403, 404, 409, 422),
)
async def sanction_customer_conduct(
    conduct_id: UUID, body: SanctionIn, call: Annotated[Call, may("conduct:sanction")]
) -> Response:
    """A regional manager or head decides what follows, and signs it: the backing of whoever it hit."""
    command = SanctionConduct(
        conduct_id=conduct_id,
        backing=body.backing(),
        sign=call.context.links.sign_short,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: sanction_conduct(command, tx),
        show=SanctionLine.of,
        status=201,
        location=lambda sanction: f"/v1/sanctions/{sanction.id}",
    )


@router.post("/v1/conduct/{conduct_id}/dismissal", response_model=ConductOut, responses=problems(403, 404, 409, 422))
async def dismiss_conduct(
    conduct_id: UUID, body: DismissalIn, call: Annotated[Call, may("conduct:sanction")]
) -> Response:
    """A regional manager or head decides that nothing follows, and says why."""
    command = DropConduct(conduct_id=conduct_id, why=body.why, by=actor_of(call.principal))
    return await call.once(lambda tx: drop_conduct(command, tx), show=ConductOut.of)
