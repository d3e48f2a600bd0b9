"""/v1/notes: what handlers should know of products and policies, and what of it reaches them with a case (RO-15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.routing.api.actor import actor_of
from services.routing.api.notes_bodies import CaseNoteOut, NoteDetail, NoteIn, NoteOut, NoteSeenIn
from services.routing.commands.see_note import SeeNote, see_note
from services.routing.commands.write_note import WriteNote, write_note
from services.routing.queries.case_notes import CaseNote
from services.routing.queries.notes_view import list_notes, note_view, notes_of_case
from shared.http.call import Call, may
from shared.http.pages import Listed, Page, PageQuery, after, page
from shared.http.problems import problems
from shared.kernel.ids import new_id

router = APIRouter(tags=["notes"])


@router.post("/v1/notes", status_code=201, response_model=NoteOut, responses=problems(403, 409, 422))
async def write_new_note(body: NoteIn, call: Annotated[Call, may("policies:write")]) -> Response:
    """Write a note for those who handle such cases."""
    by = actor_of(call.principal)
    command = WriteNote(note=body.note(new_id(), edition=1, by=by.subject, now=call.now), by=by)
    return await call.once(
        lambda tx: write_note(command, tx),
        show=NoteOut.of,
        status=201,
        location=lambda note: f"/v1/notes/{note.id}",
        etag=lambda note: note.edition,
    )


@router.post(
    "/v1/notes/{note_id}/editions",
    status_code=201,
    response_model=NoteOut,
    responses=problems(403, 404, 409, 412, 422, 428),
)
async def write_next_edition(note_id: UUID, body: NoteIn, call: Annotated[Call, may("policies:write")]) -> Response:
    """Write the next edition of a note, after the one in If-Match; it takes the place of that from `valid_from` on."""
    by, read = actor_of(call.principal), call.require_match()
    command = WriteNote(note=body.note(note_id, edition=read + 1, by=by.subject, now=call.now), by=by)
    return await call.once(
        lambda tx: write_note(command, tx),
        show=NoteOut.of,
        status=201,
        location=lambda note: f"/v1/notes/{note.id}",
        etag=lambda note: note.edition,
    )


@router.get("/v1/notes", response_model=Listed[NoteOut], responses=problems(422))
async def note_list(call: Annotated[Call, may("cases:read")], where: PageQuery) -> Response:
    """All notes in their latest editions, the newest note first."""
    by = actor_of(call.principal)
    return await call.read(
        lambda tx: list_notes(tx, by=by, limit=where.limit, after=partial(after, where)),
        show=lambda found: page([NoteOut.of(note) for note in found], limit=where.limit, key=lambda note: (note.id,)),
    )


@router.get("/v1/notes/{note_id}", response_model=NoteDetail, responses=problems(404))
async def note_detail(note_id: UUID, call: Annotated[Call, may("cases:read")]) -> Response:
    """A note with its editions, and which of them is in force now."""
    by = actor_of(call.principal)
    return await call.read(lambda tx: note_view(note_id, tx, by=by, now=call.now), show=NoteDetail.seen, ages=True)


@router.post("/v1/notes/{note_id}/seen", response_model=NoteOut, responses=problems(404, 409, 422))
async def note_seen(note_id: UUID, body: NoteSeenIn, call: Annotated[Call, may("cases:read")]) -> Response:
    """Say that one has read an edition: from now on it comes after what is new."""
    command = SeeNote(note_id=note_id, edition=body.edition, by=actor_of(call.principal), now=call.now)
    return await call.once(lambda tx: see_note(command, tx), show=NoteOut.of)


@router.get("/v1/cases/{complaint_id}/notes", response_model=Listed[CaseNoteOut], responses=problems(404, 422))
async def notes_in_case(complaint_id: UUID, call: Annotated[Call, may("cases:read")], where: PageQuery) -> Response:
    """The notes in force for the department, product and wish of a case: unseen first, then the most exact."""
    by, last = actor_of(call.principal), where.expect(int, int, datetime, UUID)
    return await call.read(
        lambda tx: notes_of_case(complaint_id, tx, by=by, now=call.now, limit=where.limit, after=last),
        show=partial(_case_notes, where),
    )


def _case_notes(where: Page, found: Sequence[CaseNote]) -> dict[str, Any]:
    shown = page(found, limit=where.limit, key=lambda one: one.key)
    return {**shown, "items": [CaseNoteOut.beside(one) for one in shown["items"]]}
