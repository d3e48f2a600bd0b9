"""A file that belongs to a complaint: its bounds, its safe name, and which types are taken (IN-1)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound

TYPES = frozenset(
    {
        "application/pdf",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "audio/mpeg",
        "audio/ogg",
        "audio/wav",
        "image/gif",
        "image/heic",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/webp",
        "text/plain",
        "video/mp4",
        "video/quicktime",
        "video/webm",
    }
)
"""What customers and staff send: pictures, documents, recordings. Nothing that runs, and no archives."""
MOST = 100
"""Files of one complaint."""
NAME_MAX = 150
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


class AttachmentNotFound(NotFound):
    slug = "attachment-not-found"
    title = "This complaint has no such attachment"


class EmptyAttachment(Invalid):
    slug = "empty-attachment"
    title = "The file is empty"


class AttachmentTypeRefused(Invalid):
    slug = "attachment-type-refused"
    title = "Files of this type are not taken"

    def __init__(self, found: str) -> None:
        super().__init__(
            f"This is {found or 'of no known type'}; pictures, documents, recordings and plain text are taken",
            fields=(FieldError("", AttachmentTypeRefused.title),),
        )


class TooManyAttachments(Conflict):
    slug = "too-many-attachments"
    title = f"A complaint has at most {MOST} attachments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What is known of a file; its bytes are in the store under `key`. `size` is in bytes."""

    id: UUID
    name: str
    media_type: str
    """As its bytes say, whatever the sender claimed."""
    size: int
    sha256: str
    added_by: str
    added_at: datetime


def safe_name(name: str) -> str:
    """The name without paths, control characters and tricks of direction; never empty, at most NAME_MAX characters."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = " ".join(_UNSAFE.sub("", last).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > NAME_MAX and dot and len(ending) <= 10:
        return f"{stem[: NAME_MAX - len(ending) - 1]}.{ending}"
    return plain[:NAME_MAX] or "file"


def key_of(attachment_id: UUID) -> str:
    """Where its bytes are in the store: its id, never a name that somebody chose."""
    text = str(attachment_id)
    return f"{text[-2:]}/{text}"
