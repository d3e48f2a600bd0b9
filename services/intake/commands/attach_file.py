"""Attach a file: announced first, put into the store, then kept; a crash in between leaves nothing behind (IN-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.intake.domain.actor import Actor
from services.intake.domain.attachment import MOST, Attachment, TooManyAttachments
from services.intake.domain.complaint import changed
from services.intake.storage import attachments, complaints
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction

DISCARD_UPLOAD = "discard_upload"
PATIENCE = timedelta(hours=1)
"""An upload that is not kept by then was cut off: its bytes are removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFile:
    """This file belongs to this complaint; its bytes are, or will be, in the store."""

    complaint_id: UUID
    attachment: Attachment
    actor: Actor
    now: datetime


async def announce_upload(command: AttachFile, tx: Transaction) -> None:
    """Before the bytes are put: have them removed unless the file is kept in time.

    Raises ComplaintNotFound or TooManyAttachments.
    """
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    if await attachments.count(complaint.id, tx) >= MOST:
        raise TooManyAttachments
    await announce_files([command.attachment], tx, now=command.now)


async def announce_files(files: Sequence[Attachment], tx: Transaction, *, now: datetime) -> None:
    """Before their bytes are put: have them removed unless they are kept in time."""
    await tx.schedule(*(Timer(DISCARD_UPLOAD, one.id, now + PATIENCE) for one in files))


async def keep_files(complaint_id: UUID, files: Sequence[Attachment], tx: Transaction) -> None:
    """Keep files that came with a message; beyond the bound the rest is only listed with the message."""
    room = max(MOST - await attachments.count(complaint_id, tx), 0)
    for one in files[:room]:
        await attachments.add(complaint_id, one, tx)
    await tx.unschedule(DISCARD_UPLOAD, *(one.id for one in files[:room]))


async def attach_file(command: AttachFile, tx: Transaction) -> Attachment:
    """After the bytes are put: keep the file. Raises ComplaintNotFound or TooManyAttachments."""
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    if await attachments.count(complaint.id, tx) >= MOST:
        raise TooManyAttachments
    await attachments.add(complaint.id, command.attachment, tx)
    await complaints.save(changed(complaint), tx)
    await tx.unschedule(DISCARD_UPLOAD, command.attachment.id)
    return command.attachment
