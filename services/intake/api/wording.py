"""The wording check over any text to a customer (IN-14)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.finding_bodies import FindingOut
from services.intake.api.wording_bodies import WordingCheckIn, WordingCheckOut
from services.intake.gateways.rulebook import findings_in, language_of
from shared.http.call import Call, may, render
from shared.http.problems import problems
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["wording"])


@router.post(
    "/v1/wording/checks",
    name="check_wording",
    response_model=WordingCheckOut,
    responses=problems(422),
    summary="What in a text a customer should not read, why, and what would be better",
)
async def check(body: WordingCheckIn, call: Annotated[Call, may("complaints:write")]) -> Response:
    checked = WordingCheckOut(
        findings=[FindingOut.model_validate(one) for one in findings_in(body.text, language=body.language)],
        language=language_of(body.language),
    )
    if call.idempotency_key is None:
        # Nothing changes and nothing is read: no transaction, so that a check never waits for the database.
        return Response(render(checked), media_type="application/json")

    async def found(_: Transaction) -> WordingCheckOut:
        return checked

    return await call.once(found, show=lambda answer: answer)
