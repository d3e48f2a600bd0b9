"""Every key by which a customer may be known already: when looking, any identifier will do (IN-3, IN-21)."""

from __future__ import annotations

from services.intake.domain.identity import match_key, phone_e164


def match_keys(
    *,
    email: str | None = None,
    account_number: str | None = None,
    username: str | None = None,
    phone: str | None = None,
    name: str | None = None,
    address: str | None = None,
) -> list[str]:
    """One key per identifier given; none for a name alone. Raises MalformedPhone."""
    keys = []
    if email:
        keys.append(match_key(email=email))
    if account_number:
        keys.append(match_key(account_number=account_number))
    if username:
        keys.append(match_key(username=username))
    if phone:
        keys.append(match_key(phone=phone_e164(phone)))
    if address and address.strip():
        keys.append(match_key(name=name, address=address))
    return keys
