"""Makes a message: what strangers wrote gets neither links, nor lines, nor headers into it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import format_datetime

_LINKED = re.compile(r"[/\\@]|www\.|\w{2,}\.[^\W\d_]{2,}", re.IGNORECASE)
"""What a mail program makes a link of, with a scheme or without. It takes St.John with it; J.Smith and Dr. No stay."""
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
"""A Message-ID as it may go into a header: visible ASCII, and short enough for a line (RFC 5322, 2.1.1)."""


class _MessageIds(UnstructuredHeader, BaseHeader):
    """Message-IDs, one a line; the standard library would encode the long ones, and then no thread holds."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("in-reply-to", "references"):
    _HEADERS.map_to_type(_name, _MessageIds)
_POLICY = default.clone(header_factory=_HEADERS)


def greetable(name: str | None) -> str | None:
    """The name on one line, or None for what is no name: who fills in a form must not write our mails."""
    stripped = (name or "").strip()
    if len(stripped.splitlines()) > 1 or _LINKED.search(stripped):
        return None
    return " ".join(stripped.split()) or None


def unlinked(text: str) -> str:
    """What a stranger wrote, on one line, for showing it in a mail: a word that would become a link is left out."""
    return " ".join("…" if _LINKED.search(word) else word for word in text.split())


def address(name: str | None, recipient: str) -> Address:
    """Whom a mail goes to, by name where it is one. Raises ValueError for an address that is none."""
    try:
        return Address(display_name=greetable(name) or "", addr_spec=recipient)
    except (IndexError, MessageError) as error:
        # What the standard library's parser raises for some addresses that are none.
        raise ValueError("this is no e-mail address") from error


def message_id(what: str, sender: str) -> str:
    """The Message-ID of what is sent (`survey.<id>`) in the sender's domain: the same thing has the same one."""
    return f"<{what}@{sender.rpartition('@')[2].strip('> ')}>"


def compose(
    *,
    sender: str,
    recipient: Address,
    subject: str,
    now: datetime,
    id: str,
    text: str,
    html: str,
    language: str,
    reply_to: str | None = None,
    in_reply_to: str | None = None,
    references: Iterable[str] = (),
) -> EmailMessage:
    """A message in text and HTML. `id`, `in_reply_to` and `references` are Message-IDs with their angle brackets.

    Of other people's Message-IDs the malformed ones are left out. Raises ValueError for a line break in a header.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = id
    # RFC 3834: no out-of-office note comes back.
    message["Auto-Submitted"] = "auto-replied" if in_reply_to else "auto-generated"
    if reply_to:
        message["Reply-To"] = reply_to
    for header, ids in (("In-Reply-To", [in_reply_to or ""]), ("References", references)):
        if sound := [one for one in ids if _MESSAGE_ID.fullmatch(one)]:
            message[header] = " ".join(sound)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    message["Content-Language"] = language  # last, because new content drops what was said of the old
    return message
