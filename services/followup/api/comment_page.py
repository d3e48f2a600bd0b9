"""The public comment page, for a card, a kiosk or a QR code: `/c?staff=<id>&desk=<code>` (FO-5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request
from starlette.responses import Response

from services.followup.api.web import WEB
from services.followup.commands.leave_comments import LeaveComment, leave_comment
from services.followup.domain.comment import RATING, STAFF, WORDS, Source
from shared.http.call import Call, public
from shared.kernel.ids import new_id
from shared.pages.catalogue import Catalogue
from shared.pages.forms import Filled, read_form, scale
from shared.pages.web import FORM_BODY, pages

router = APIRouter(prefix="/c", tags=["pages"], default_response_class=HTMLResponse)
_ANYONE = public("anyone may say how it was")
_DESK = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")
_NAME, _CONTACT = 200, 254


class _NotOurs(ValueError):
    """An address that we never printed on a card."""


@dataclass(frozen=True, slots=True)
class _Card:
    """What a card's address says: about whom, and where it stands."""

    staff_ids: tuple[UUID, ...]
    desk: str | None


@router.get("", responses=pages(404))
async def comment_page(call: Annotated[Call, _ANYONE]) -> Response:
    """An empty card."""
    words = WEB.words_for(call.request)
    try:
        _card(call.request)
    except _NotOurs:
        return _not_ours(call, words)
    return _form(call, words, {"submission": str(new_id())}, {})


@router.post("", openapi_extra=FORM_BODY, responses=pages(404, 422))
async def send_comment_page(call: Annotated[Call, _ANYONE]) -> Response:
    """Takes the card and says thanks; the same card sent twice is one comment."""
    words = WEB.words_for(call.request)
    try:
        card = _card(call.request)
    except _NotOurs:
        return _not_ours(call, words)
    filled = await read_form(call.request, words)
    command = _command(filled, card, call)
    if command is None:
        return _form(call, words, filled.values, filled.errors, status=422)
    await call.once(lambda tx: leave_comment(command, tx), show=lambda comment: {"id": comment.id})
    return WEB.notice(call.request, words, "comment.thanks_title", "comment.thanks")


def _card(request: Request) -> _Card:
    query = request.query_params
    named = query.getlist("staff")
    desk = query.get("desk") or None
    try:
        staff_ids = tuple(UUID(one) for one in named)
    except ValueError as error:
        raise _NotOurs from error
    if len(staff_ids) > STAFF or (desk is not None and not _DESK.fullmatch(desk)):
        raise _NotOurs
    return _Card(staff_ids, desk)


def _command(filled: Filled, card: _Card, call: Call) -> LeaveComment | None:
    rating = filled.choice("rating", scale(RATING), required=True)
    text = filled.text("text", max=WORDS, required=True)
    name = filled.text("name", max=_NAME)
    contact = filled.text("contact", max=_CONTACT)
    if rating is None or text is None or filled.errors:
        return None
    return LeaveComment(
        text=text,
        rating=rating,
        language=filled.words.language,
        staff_ids=card.staff_ids,
        voluntary=True,
        source=Source.PAGE,
        now=call.now,
        author_name=name,
        author_contact=contact,
        desk=card.desk,
        submission_id=_submission(filled.values.get("submission", "")),
    )


def _submission(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        return new_id()


def _not_ours(call: Call, words: Catalogue) -> Response:
    return WEB.notice(call.request, words, "survey.unknown_title", "survey.unknown", status=404)


def _form(call: Call, words: Catalogue, values: object, errors: dict[str, str], *, status: int = 200) -> Response:
    return WEB.page(
        "comment.html",
        call.request,
        words,
        status=status,
        choose=not errors,
        form=values,
        errors=errors,
        labels={name: words.say(f"comment.{name}") for name in ("rating", "text", "name", "contact")},
        fives=[(value, value) for value in scale(RATING)],
        max_words=WORDS,
    )
