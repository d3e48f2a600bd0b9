"""How a message names the complaint that it is about, and the addresses and ids that make our own mails nameable.

Only a signed reply address proves anything: nobody but the customer was sent it. Message-IDs and references can be
known to others, and anybody can write any From.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.intake.domain.mail.headers import Headers
from services.intake.domain.reference import as_reference

_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
_MOST_IDS = 100
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,500}>")
_REFERENCE = re.compile(r"\bRD[- ]?[0-9A-Z]{4}[- ]?[0-9A-Z]{4}\b", re.IGNORECASE)
LONGEST_KEY = 250
"""A longer Message-ID is no key: an index holds no such thing, and no mail program makes one."""


@dataclass(frozen=True, slots=True)
class Names:
    """The complaints that a message names, by how."""

    signed: tuple[tuple[str, str], ...]
    """Reference and token of each signed reply address among its recipients; the token is still to be checked."""
    message_ids: tuple[str, ...]
    """What it answers, the latest first."""
    references: tuple[str, ...]
    """References in its subject."""


def reply_address(own: str, *, reference: str, token: str) -> str:
    """Where answers about a complaint go: care+7f3k9q2m.k1.abc...@shop.example."""
    local, _, domain = own.rpartition("@")
    letters = reference.removeprefix("RD-").replace("-", "").lower()
    return f"{local}+{letters}.{token}@{domain}"


def names_in(headers: Headers, *, subject: str, own: str) -> Names:
    """What a message names; `own` is the address that our mails come from."""
    return Names(
        signed=tuple(_signed(headers, own)),
        message_ids=tuple(message_ids(headers, "in-reply-to", "references")),
        references=tuple(dict.fromkeys(filter(None, map(as_reference, _REFERENCE.findall(subject))))),
    )


def message_ids(headers: Headers, *names: str) -> list[str]:
    """The Message-IDs in these fields; of References the last is what was answered, so the latest come first."""
    found = [id_ for name in names for value in headers.all(name) for id_ in reversed(_MESSAGE_ID.findall(value))]
    return list(dict.fromkeys(found))[:_MOST_IDS]


def _signed(headers: Headers, own: str) -> list[tuple[str, str]]:
    local, _, domain = own.rpartition("@")
    address = re.compile(
        rf"{re.escape(local)}\+([0-9a-z]{{8}})\.([a-z0-9_-]{{1,16}}\.[a-z2-7]{{20}})@{re.escape(domain)}", re.IGNORECASE
    )
    found = [one for value in headers.all(*_RECIPIENTS) for one in address.findall(value)]
    named = [(as_reference(letters), token) for letters, token in dict.fromkeys(found)]
    return [(reference, token) for reference, token in named if reference is not None][:10]
