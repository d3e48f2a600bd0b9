"""Who a message is from: one mailbox that can be read in one way, or nobody (RFC 5322, 3.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from services.intake.domain.mail.headers import line_of

_MOST = 1000
_NAMED = re.compile(r'(?P<name>"(?:[^"\\]|\\.)*"|[^<>"]*)\s*<\s*(?P<address>[^<>\s]+)\s*>(?:\s*\([^()<>]*\))?')
_BARE = re.compile(r'(?P<address>[^<>\s,;:"()]+@[^<>\s,;:"()]+)(?:\s*\((?P<name>[^()<>]*)\))?')
_SEVERAL = re.compile(r"@.*[,;:()]|[,;:()].*@")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name beside it, neither of them proven."""

    address: str
    name: str | None


def mailbox(value: str) -> Mailbox | None:
    """The one mailbox that a raw field names.

    It is taken apart before encoded words are read, so that no encoded word makes an address. None for several
    mailboxes, for a group, and for what parsers read in different ways (CVE-2023-27043).
    """
    value = value.strip()
    if len(value) > _MOST:
        return None
    found = _NAMED.fullmatch(value) or _BARE.fullmatch(value)
    if found is None:
        return None
    name = (found["name"] or "").strip()
    quoted = name.startswith('"') and name.endswith('"') and len(name) > 1
    if not quoted and _SEVERAL.search(name):
        return None
    address = normalised(found["address"])
    if address is None:
        return None
    plain = re.sub(r"\\(.)", r"\1", name[1:-1]) if quoted else name
    return Mailbox(address, line_of(plain, most=200) or None)


def normalised(address: str) -> str | None:
    """The address in the form in which customers' addresses are kept, None for what is none."""
    try:
        return validate_email(address, check_deliverability=False).normalized
    except (EmailNotValidError, ValueError):
        return None
