"""E-mails that came in: a mailbox hands them over raw, staff look at what became of them (IN-1)."""

from __future__ import annotations

import asyncio
import contextlib
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.api.inbound_email_bodies import InboundEmailItem, InboundEmailOut, ReceivedOut
from services.intake.commands.attach_file import announce_files
from services.intake.commands.receive_email import ReceiveEmail, receive_email
from services.intake.domain.attachment import (
    Attachment,
    AttachmentTypeRefused,
    EmptyAttachment,
    key_of,
    safe_name,
)
from services.intake.domain.mail.message import Mail, read_mail
from services.intake.domain.purposes import REPLY
from services.intake.domain.vocabulary import Disposition
from services.intake.gateways import Gateways
from services.intake.gateways.sniffing import media_type_of
from services.intake.queries.inbound_emails import inbound_email_list, inbound_email_view
from services.intake.settings import IntakeSettings
from shared.http.call import Call, may
from shared.http.invalid_input import UnsupportedMediaType
from shared.http.pages import Listed, PageQuery, page
from shared.http.principal import Principal
from shared.http.problems import problems
from shared.http.roles import Role
from shared.kernel.ids import new_id

PATH = "/v1/inbound-emails"
MOST_FILES = 20
"""Files of one letter that are kept; all are listed."""
router = APIRouter(tags=["e-mails"])

_MEDIA_TYPES = ("message/rfc822", "message/global")
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The message as it came, header and all (RFC 5322; message/global with UTF-8 in its header)",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _MEDIA_TYPES},
    }
}
_LOOK_AFTER_ALL = frozenset({Role.LEAD.value, Role.MANAGER.value})
"""Who of the people sees mail of no complaint: it can't be given to a team yet."""


@router.post(
    PATH,
    name="receive_email",
    status_code=201,
    response_model=ReceivedOut,
    responses=problems(409, 413, 415, 422, 503),
    openapi_extra=_BODY,
    summary="Hand over an e-mail as it came: it opens a complaint or is added to one",
)
async def receive(call: Annotated[Call, may("emails:receive")]) -> Response:
    kind = call.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _MEDIA_TYPES:
        raise UnsupportedMediaType("Send the message as message/rfc822")
    if (again := await call.answered()) is not None:
        return again
    settings: IntakeSettings = call.context.settings
    raw = await call.request.body()
    # In a thread: a large and hostile message takes seconds, and others wait for the loop.
    mail = await asyncio.to_thread(
        read_mail, raw, own=settings.care_address, default_language=settings.default_language
    )
    files = await _stored(mail, call)
    command = ReceiveEmail(
        mail=mail,
        raw=raw,
        files=files,
        proven=_proven(mail, call),
        duty_owner_id=settings.duty_owner_id,
        default_language=settings.default_language,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(
        lambda tx: receive_email(command, tx),
        show=ReceivedOut.model_validate,
        status=201,
        location=lambda filed: f"{PATH}/{filed.id}",
    )


@router.get(
    PATH,
    name="list_inbound_emails",
    response_model=Listed[InboundEmailItem],
    responses=problems(422),
    summary="E-mails that came in, newest first",
)
async def list_inbound_emails(
    call: Annotated[Call, may("complaints:read")],
    part: PageQuery,
    disposition: Disposition | None = None,
    complaint_id: UUID | None = None,
) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: inbound_email_list(
            disposition,
            complaint_id,
            tx,
            actor=actor_of(call.principal),
            unfiled=_sees_unfiled(call.principal),
            limit=part.limit + 1,
            after=after,
        ),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.get(
    PATH + "/{email_id}",
    name="read_inbound_email",
    response_model=InboundEmailOut,
    responses=problems(404, 422),
    summary="One e-mail that came in, whole",
)
async def read_inbound_email(email_id: UUID, call: Annotated[Call, may("complaints:read")]) -> Response:
    return await call.read(
        lambda tx: inbound_email_view(
            email_id, tx, actor=actor_of(call.principal), unfiled=_sees_unfiled(call.principal)
        )
    )


async def _stored(mail: Mail, call: Call) -> tuple[Attachment, ...]:
    """The files of a letter that a person wrote, their bytes in the store; of types that are not taken, none.

    Announced before, so that what turns out to belong nowhere is removed again.
    """
    if mail.automatic is not None or not mail.attachments:
        return ()
    gateways: Gateways = call.context.gateways
    taken: dict[UUID, bytes] = {}
    files: list[Attachment] = []
    for one in mail.attachments[:MOST_FILES]:
        with contextlib.suppress(EmptyAttachment, AttachmentTypeRefused):
            attachment = Attachment(
                id=new_id(),
                name=safe_name(one.name or "file"),
                media_type=media_type_of(one.content),
                size=len(one.content),
                sha256=sha256(one.content).hexdigest(),
                added_by=call.principal.subject,
                added_at=call.now,
            )
            files.append(attachment)
            taken[attachment.id] = one.content
    if files:
        async with call.context.transactions.begin(correlation_id=call.correlation_id) as tx:
            await announce_files(files, tx, now=call.now)
        for id_, content in taken.items():
            await gateways.attachments.put(key_of(id_), content)
    return tuple(files)


def _proven(mail: Mail, call: Call) -> tuple[str, ...]:
    """The references whose signed reply addresses are ours: whoever wrote there was sent them."""
    links = call.context.links
    return tuple(reference for reference, token in mail.names.signed if links.opens_short(REPLY, reference, token))


def _sees_unfiled(caller: Principal) -> bool:
    return caller.every_team or bool(caller.roles & _LOOK_AFTER_ALL)
