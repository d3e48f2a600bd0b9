"""/v1/voices: a missing tool, a procedure in the way; said by the staff, answered by those who lead (RO-15)."""

from __future__ import annotations

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.api.voices_bodies import VoiceAnswerIn, VoiceIn, VoiceOut
from services.routing.commands.answer_voice import AnswerVoice, answer_voice
from services.routing.commands.raise_voice import RaiseVoice, raise_voice
from services.routing.domain.voice import VoiceStatus
from services.routing.queries.voices_view import ListVoices, list_voices, voice_view
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, after, page
from shared.http.problems import problems

router = APIRouter(tags=["voices"])
HEARS_OTHERS = "voice:read"


@router.post("/v1/voices", status_code=201, response_model=VoiceOut, responses=problems(404, 409, 422))
async def say_what_is_in_the_way(body: VoiceIn, call: Annotated[Call, may("voice:write")]) -> Response:
    """Say what stands in the way of good work; somebody who leads answers."""
    command = RaiseVoice(
        kind=body.kind,
        text=body.text,
        complaint_id=body.complaint_id,
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: raise_voice(command, tx),
        show=VoiceOut.of,
        status=201,
        location=lambda voice: f"/v1/voices/{voice.id}",
    )


@router.get("/v1/voices", response_model=Listed[VoiceOut], responses=problems(422))
async def voice_list(
    call: Annotated[Call, may("voice:write")], where: PageQuery, status: VoiceStatus | None = None
) -> Response:
    """What one said oneself, and what one's teams said to those who may hear it (voice:read); the latest first."""
    query = ListVoices(
        by=actor_of(call.principal),
        hears_others=HEARS_OTHERS in call.principal.scopes,
        status=status,
        limit=where.limit,
    )
    return await call.read(
        lambda tx: list_voices(query, tx, after=partial(after, where)),
        show=lambda found: page(
            [VoiceOut.of(one) for one in found], limit=where.limit, key=lambda one: (one.raised_at, one.id)
        ),
    )


@router.get("/v1/voices/{voice_id}", response_model=VoiceOut, responses=problems(404))
async def voice_detail(voice_id: UUID, call: Annotated[Call, may("voice:write")]) -> Response:
    """What somebody said, and what became of it."""
    by, hears = actor_of(call.principal), HEARS_OTHERS in call.principal.scopes
    return await call.read(lambda tx: voice_view(voice_id, tx, by=by, hears_others=hears), show=VoiceOut.of)


@router.post("/v1/voices/{voice_id}/answer", response_model=VoiceOut, responses=problems(403, 404, 409, 412, 422, 428))
async def answer_what_was_said(
    voice_id: UUID, body: VoiceAnswerIn, call: Annotated[Call, may("voice:read")]
) -> Response:
    """Say what became of it; a refusal can still turn into a change."""
    command = AnswerVoice(
        voice_id=voice_id,
        status=VoiceStatus(body.status.value),
        answer=body.answer,
        expected_version=call.require_match(),
        by=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: answer_voice(command, tx), show=VoiceOut.of)
