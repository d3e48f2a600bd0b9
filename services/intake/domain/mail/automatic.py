"""Mail that no person wrote: answering machines, bounces, receipts, mass mail. It never opens a complaint (IN-1).

What counts: RFC 3834 (Auto-Submitted), RFC 3464 and 8098 (reports), RFC 2919 and 2369 (lists), and what programs send
in their place.
"""

from __future__ import annotations

import re

from services.intake.domain.mail.addresses import Mailbox
from services.intake.domain.mail.headers import Headers
from services.intake.domain.mail.parts import Content
from services.intake.domain.vocabulary import Disposition

_MACHINES = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|mdaemon|mailerdaemon)(?:[+.\-=].*)?", re.IGNORECASE)
_LISTS = ("list-id", "list-unsubscribe", "list-post", "feedback-id")
_ANSWERED_BY_ITSELF = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})


def automatic(headers: Headers, content: Content, sender: Mailbox | None, *, own: str) -> Disposition | None:
    """BOUNCE, AUTO_REPLY, or None for what a person may have written; `own` is the address that our mails come from."""
    local = (sender.address if sender else "").rpartition("@")[0]
    kind = headers.content_type()
    submitted = _first_word(headers.first("auto-submitted"))
    if kind == "multipart/report":
        report = (headers.parameter("report-type") or "delivery-status").lower()
        return Disposition.BOUNCE if report == "delivery-status" and _failed(content) else Disposition.AUTO_REPLY
    if _MACHINES.fullmatch(local):
        return Disposition.BOUNCE if submitted != "auto-replied" else Disposition.AUTO_REPLY
    by_itself = (
        submitted not in {"", "no"}
        or _first_word(headers.first("precedence")) in _PRECEDENCE
        or any(headers.has(name) for name in (*_ANSWERED_BY_ITSELF, *_LISTS))
        or _first_word(headers.first("x-auto-response-suppress")) not in {"", "none"}
        or headers.first("return-path").replace(" ", "") == "<>"
        or (sender is not None and _is_own(sender.address, own))
    )
    return Disposition.AUTO_REPLY if by_itself else None


def _first_word(value: str) -> str:
    return re.split(r"[\s;,(]", value.strip().lower(), maxsplit=1)[0]


def _failed(content: Content) -> bool:
    """Whether a delivery report tells of a failure; of a delay or a success nothing is lost."""
    actions = [_first_word(headers.first("action")) for headers in content.delivery if headers.has("action")]
    return not actions or "failed" in actions


def _is_own(address: str, own: str) -> bool:
    """Whether it is our own address, with or without what is added after a plus: then mail goes round in a circle."""
    local, _, domain = address.casefold().rpartition("@")
    ours, _, at = own.casefold().rpartition("@")
    return domain == at and local.partition("+")[0] == ours
