"""One e-mail as intake understands it, from its bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from services.intake.domain.mail.addresses import Mailbox, mailbox
from services.intake.domain.mail.automatic import automatic
from services.intake.domain.mail.characters import text_of
from services.intake.domain.mail.headers import Headers, date_of, line_of
from services.intake.domain.mail.language import language_of
from services.intake.domain.mail.naming import LONGEST_KEY, Names, message_ids, names_in
from services.intake.domain.mail.new_text import Split, is_forwarded, split
from services.intake.domain.mail.parts import Attachment, Content, content_of, split_header
from services.intake.domain.vocabulary import Disposition
from shared.kernel.errors import Invalid

_ENVELOPE = frozenset(
    {"from", "to", "subject", "date", "message-id", "received", "return-path", "sender", "delivered-to"}
)
_MOST_SUBJECT = 500
EXCERPT = 20_000
_RETURNED = re.compile(r"^Message-ID:\s*(<[!-;=?-~]{1,250}>)", re.IGNORECASE | re.MULTILINE)


class NotAnEmail(Invalid):
    slug = "not-an-email"
    title = "This is no e-mail: it has none of the fields that every message begins with (RFC 5322)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What was read. `sender` is None where From names nobody, or more than one."""

    key: str
    """Its Message-ID, or of one without a usable one a digest."""
    digest: str
    """Of who says what: the same Message-ID with another digest is another message, whoever forged which."""
    message_id: str | None
    sender: Mailbox | None
    subject: str
    text: str
    split: Split
    language: str | None
    names: Names
    automatic: Disposition | None
    returned: tuple[str, ...]
    """Message-IDs of what came back with it, where it is a report."""
    attachments: tuple[Attachment, ...]
    received_at: datetime | None
    """What the last server on its way noted, which is the reader's own."""
    readable: bool
    """False where it can't be understood, and a person has to look."""

    @property
    def story(self) -> str:
        """What the customer tells with it, where it begins a complaint: of a forwarded message all of it."""
        if is_forwarded(self.subject) or not self.split.new.strip():
            return self.text.strip()
        return self.split.new


def read_mail(raw: bytes, *, own: str, default_language: str) -> Mail:
    """The message in these bytes; `own` is the address that our mails come from. Raises NotAnEmail."""
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n \t")
    headers, body = split_header(lines)
    if not any(headers.has(name) for name in _ENVELOPE):
        raise NotAnEmail
    content = content_of(headers, body)
    senders = headers.all("from")
    sender = mailbox(senders[0]) if len(senders) == 1 else None
    subject = line_of(headers.first("subject"), most=_MOST_SUBJECT)
    text = content.text
    parts = split(text)
    ids = message_ids(headers, "message-id")
    said = "\0".join((sender.address if sender else "", subject, text, *(f"{one}" for one in content.attachments)))
    digest = sha256(said.encode()).hexdigest()
    usable = ids[0] if len(ids) == 1 and len(ids[0]) <= LONGEST_KEY else None
    return Mail(
        key=usable or f"sha256:{sha256(raw).hexdigest()}",
        digest=digest,
        message_id=usable,
        sender=sender,
        subject=subject,
        text=text,
        split=parts,
        language=language_of(parts.new or text, said=headers.first("content-language"), default=default_language),
        names=names_in(headers, subject=subject, own=own),
        automatic=automatic(headers, content, sender, own=own),
        returned=tuple(_returned(headers, content)),
        attachments=tuple(content.attachments),
        received_at=date_of(headers.first("received")) if headers.has("received") else None,
        readable=content.whole and bool(text.strip()),
    )


def _returned(headers: Headers, content: Content) -> list[str]:
    inside = [id_ for one in content.returned for id_ in message_ids(one, "message-id")]
    if not inside:
        # Old servers return a message as text.
        inside = _RETURNED.findall(content.text[:100_000])
    return [*inside, *message_ids(headers, "in-reply-to", "references", "x-failed-message-id")][:20]


def excerpt_of(raw: bytes) -> str:
    """The beginning of a message that nobody could read, for a person to look at."""
    return text_of(raw[: 2 * EXCERPT], None)[:EXCERPT]
