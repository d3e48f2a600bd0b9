"""What intake answers about e-mails that came in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.intake.domain.vocabulary import Disposition, ThreadedBy
from shared.http.schemas import Out


class ReceivedOut(Out):
    """What became of an e-mail."""

    id: UUID
    disposition: Disposition
    complaint_id: UUID | None
    verified: bool
    """Whether it is proven to be from the customer: it came to an address that only they were sent."""


class AttachmentNoted(Out):
    """A file that came with an e-mail, by what it claims to be."""

    name: str | None
    type: str
    bytes: int


class InboundEmailItem(Out):
    """An e-mail in a list."""

    id: UUID
    disposition: Disposition
    complaint_id: UUID | None
    may_belong_to: UUID | None
    """The complaint that it names, from an address that is not known there: to be looked at."""
    threaded_by: ThreadedBy | None
    verified: bool
    from_address: str | None
    from_name: str | None
    subject: str | None
    received_at: datetime


class InboundEmailOut(InboundEmailItem):
    """An e-mail, whole."""

    message_id: str
    addition_id: UUID | None
    new_text: str
    quoted_text: str
    signature: str
    attachments: list[AttachmentNoted]
