"""A customer as told with a complaint."""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.domain import identity
from services.intake.domain.vocabulary import PreferredContact


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDetails:
    """Who the customer says they are and how to reach them; `phone` is E.164, `language` BCP 47."""

    match_key: str
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    account_number: str | None
    username: str | None
    language: str | None
    time_zone: str | None
    preferred_contact: PreferredContact | None


def customer_details(
    *,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    address: str | None = None,
    account_number: str | None = None,
    username: str | None = None,
    language: str | None = None,
    time_zone: str | None = None,
    preferred_contact: PreferredContact | None = None,
    at: str = "/customer",
) -> CustomerDetails:
    """Normalise what was told and find its key; `at` is its JSON pointer in the body.

    Raises CustomerNotIdentified or MalformedPhone.
    """
    number = identity.phone_e164(phone, at=f"{at}/phone") if phone else None
    return CustomerDetails(
        match_key=identity.match_key(
            email=email,
            account_number=account_number,
            username=username,
            phone=number,
            name=name,
            address=address,
            at=at,
        ),
        name=name,
        email=email,
        phone=number,
        address=address,
        account_number=account_number,
        username=username,
        language=language,
        time_zone=time_zone,
        preferred_contact=preferred_contact,
    )
