"""Attachments: bytes in, bytes out, always as a download (IN-1)."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.commands.attach_file import AttachFile, announce_upload, attach_file
from services.intake.domain.attachment import Attachment, AttachmentNotFound, key_of, safe_name
from services.intake.gateways import Gateways
from services.intake.gateways.sniffing import media_type_of
from services.intake.queries.attachments import attachment_list, attachment_view
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.http.schemas import Out
from shared.kernel.ids import new_id

router = APIRouter(tags=["attachments"])
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself; its type is found in its bytes",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, as a download",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class AttachmentOut(Out):
    """A file; its bytes are at `.../content`."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    added_by: str
    added_at: datetime


@router.post(
    "/v1/complaints/{complaint_id}/attachments",
    name="attach_file",
    status_code=201,
    response_model=AttachmentOut,
    responses=problems(404, 409, 413, 422, 503),
    openapi_extra=_BODY,
    summary="Attach a file, sent as the body",
)
async def attach(
    complaint_id: UUID,
    call: Annotated[Call, may("complaints:write")],
    name: Annotated[str, Query(min_length=1, max_length=500, description="What the file is called")],
) -> Response:
    if (again := await call.answered()) is not None:
        return again
    body = await call.request.body()
    gateways: Gateways = call.context.gateways
    attachment = Attachment(
        id=new_id(),
        name=safe_name(name),
        media_type=media_type_of(body),
        size=len(body),
        sha256=sha256(body).hexdigest(),
        added_by=call.principal.subject,
        added_at=call.now,
    )
    command = AttachFile(complaint_id=complaint_id, attachment=attachment, actor=actor_of(call.principal), now=call.now)
    async with call.context.transactions.begin(correlation_id=call.correlation_id) as tx:
        await announce_upload(command, tx)
    await gateways.attachments.put(key_of(attachment.id), body)
    return await call.once(
        lambda tx: attach_file(command, tx),
        show=AttachmentOut.model_validate,
        status=201,
        location=lambda one: f"/v1/complaints/{complaint_id}/attachments/{one.id}",
    )


@router.get(
    "/v1/complaints/{complaint_id}/attachments",
    name="list_attachments",
    response_model=Listed[AttachmentOut],
    responses=problems(404, 422),
    summary="The files of a complaint, oldest first",
)
async def list_attachments(
    complaint_id: UUID, call: Annotated[Call, may("complaints:read")], part: PageQuery
) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: attachment_list(complaint_id, tx, actor=actor_of(call.principal), limit=part.limit + 1, after=after),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.get(
    "/v1/complaints/{complaint_id}/attachments/{attachment_id}",
    name="read_attachment",
    response_model=AttachmentOut,
    responses=problems(404, 422),
    summary="What is known of a file",
)
async def read_attachment(
    complaint_id: UUID, attachment_id: UUID, call: Annotated[Call, may("complaints:read")]
) -> Response:
    return await call.read(lambda tx: attachment_view(complaint_id, attachment_id, tx, actor=actor_of(call.principal)))


@router.get(
    "/v1/complaints/{complaint_id}/attachments/{attachment_id}/content",
    name="download_attachment",
    response_class=Response,
    responses=problems(404, 422, 503) | _CONTENT,
    summary="The file itself, always as a download",
)
async def download(complaint_id: UUID, attachment_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    gateways: Gateways = call.context.gateways
    async with call.context.transactions.begin(correlation_id=call.correlation_id) as tx:
        found = await attachment_view(complaint_id, attachment_id, tx, actor=actor_of(call.principal))
    body = await gateways.attachments.get(key_of(attachment_id))
    if body is None:
        raise AttachmentNotFound
    # Never shown inside a page of ours, whatever the bytes are: a download of no type that a browser would open.
    return Response(
        body,
        media_type="application/octet-stream",
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(found['name'], safe='')}",
            "content-security-policy": "default-src 'none'; sandbox",
            "cache-control": "private, no-store",
        },
    )
