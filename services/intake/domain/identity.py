"""How a customer is recognised: one normalised key of their strongest identifier (IN-3).

Two records with the same key are the same customer. Two records that merely share something else are
never joined here; that is for a person to decide.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from services.intake.domain.errors import CustomerNotIdentified, MalformedPhone
from shared.kernel.errors import FieldError

_PHONE_PUNCTUATION = re.compile(r"[\s().\-/]")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def _plain(text: str) -> str:
    """Compatibility-normalised, case-folded, white space collapsed: for comparing only, never for keeping."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def phone_e164(text: str, *, at: str = "/customer/phone") -> str:
    """A phone number as E.164, from what people write. Raises MalformedPhone, naming `at`, without a country code."""
    digits = _PHONE_PUNCTUATION.sub("", unicodedata.normalize("NFKC", text))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if not _E164.fullmatch(digits) or not digits.isascii():
        raise MalformedPhone(fields=(FieldError(at, MalformedPhone.title),))
    return digits


def match_key(
    *,
    email: str | None = None,
    account_number: str | None = None,
    username: str | None = None,
    phone: str | None = None,
    name: str | None = None,
    address: str | None = None,
    at: str = "/customer",
) -> str:
    """The key that finds this customer again: the first of e-mail, account number, username, phone (E.164).

    A letter writer is known by name and address together. Raises CustomerNotIdentified when there is
    none of these: a name alone neither identifies nor reaches anybody.
    """
    for kind, value in (("email", email), ("account", account_number), ("username", username), ("phone", phone)):
        if value and (plain := _plain(value)):
            return f"{kind}:{plain}"
    if address and _plain(address):
        both = f"{_plain(name or '')}\n{_plain(address)}"
        return f"address:{hashlib.sha256(both.encode()).hexdigest()}"
    raise CustomerNotIdentified(fields=(FieldError(at, CustomerNotIdentified.title),))
