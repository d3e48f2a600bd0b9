"""The customer's own page behind their signed link: what stands where, and forms that work without scripts (IN-24).

Opening it changes nothing; each form is sent to the same address and says what it does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse, Response

from services.intake.api.progress_forms import FORMS, Do
from services.intake.api.progress_view import show
from services.intake.api.web import WEB
from services.intake.domain.purposes import PAGE
from services.intake.queries.progress import Progress, progress
from shared.http.call import Call, public
from shared.http.idempotency import KeyReused
from shared.kernel.errors import Conflict, Gone, NotFound
from shared.messaging.transaction import Transaction
from shared.pages.forms import read_form
from shared.pages.web import FORM_BODY, pages

router = APIRouter(prefix="/p", tags=["pages"], default_response_class=HTMLResponse)
_LINK = public("the signed link is the key")


@router.get("/{token}", name="progress_page", responses=pages(404, 410), summary="The customer's own page")
async def progress_page(token: str, call: Annotated[Call, _LINK]) -> Response:
    found = await _open(token, call)
    if isinstance(found, Response):
        return found
    words = WEB.words_for(call.request, found.language)
    asked = call.request.query_params.get("done")
    done = words.say(f"progress.done_{asked}") if f"progress.done_{asked}" in words.words else None
    return await show(found, call, words, done=done)


@router.post(
    "/{token}",
    name="send_progress_page",
    openapi_extra=FORM_BODY,
    responses=pages(404, 409, 410, 422),
    summary="One of the forms of the customer's own page",
)
async def send_progress_page(token: str, call: Annotated[Call, _LINK]) -> Response:
    found = await _open(token, call)
    if isinstance(found, Response):
        return found
    words = WEB.words_for(call.request, found.language)
    filled = await read_form(call.request, words)
    do: Do | None = FORMS.get(filled.values.get("do", ""))
    wanted = do(found, filled, call.now) if do else None
    if wanted is None:
        return await show(found, call, words, filled=filled, status=422)
    try:
        once = replace(call, idempotency_key=_submission(filled.values.get("submission", "")))
        await once.once(wanted.command, show=lambda _: {"done": wanted.done})
    except (Conflict, NotFound, KeyReused):
        return WEB.notice(call.request, words, "progress.stale_title", "progress.stale", status=409)
    chosen = call.request.query_params.get("lang")
    language = f"&lang={words.language}" if chosen else ""
    # Afterwards a page that can be opened again without sending anything again.
    return RedirectResponse(f"?done={wanted.done}{language}", status_code=303)


async def _open(token: str, call: Call) -> Progress | Response:
    """The complaint behind a link, or the page that says kindly why there is none."""
    words = WEB.words_for(call.request)

    async def load(tx: Transaction) -> Progress:
        return await progress(complaint_id, tx, now=call.now)

    try:
        complaint_id = call.context.links.open(PAGE, token, call.now)
        async with call.context.transactions.begin(correlation_id=call.correlation_id) as tx:
            return await load(tx)
    except Gone:
        return WEB.notice(call.request, words, "progress.expired_title", "progress.expired", status=410)
    except NotFound:
        return WEB.notice(call.request, words, "progress.unknown_title", "progress.unknown", status=404)


def _submission(sent: str) -> str | None:
    """The page's own id, so that a form that is sent twice counts once; anything else is no key."""
    try:
        return str(UUID(sent))
    except ValueError:
        return None
