"""Why two records may be one person, and how strongly that speaks; a person decides, nothing is merged here (IN-3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.intake.domain.name_likeness import Alike, Name, alike


class Reason(StrEnum):
    """What two records have in common."""

    SAME_EMAIL = "same_email"
    SAME_ACCOUNT_NUMBER = "same_account_number"
    SAME_USERNAME = "same_username"
    SIMILAR_EMAIL = "similar_email"
    """The same but for dots and what follows a plus, which many providers ignore."""
    SAME_PHONE = "same_phone"
    SAME_ADDRESS = "same_address"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"


class Strength(StrEnum):
    """How strongly the reasons speak together."""

    STRONG = "strong"
    LIKELY = "likely"
    WEAK = "weak"


_ALONE: dict[Reason, Strength] = {
    Reason.SAME_EMAIL: Strength.STRONG,
    Reason.SAME_ACCOUNT_NUMBER: Strength.STRONG,
    Reason.SAME_USERNAME: Strength.STRONG,
    Reason.SIMILAR_EMAIL: Strength.LIKELY,
    Reason.SAME_PHONE: Strength.LIKELY,
    # A family shares an address, and a country its names.
    Reason.SAME_ADDRESS: Strength.WEAK,
    Reason.SAME_NAME: Strength.WEAK,
    Reason.SIMILAR_NAME: Strength.WEAK,
}
_RANK = {strength: rank for rank, strength in enumerate(Strength)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What records are compared by: identifiers without case, the mailbox also without dots and plus, the address
    folded; None where not known."""

    email: str | None
    mailbox: str | None
    phone: str | None
    account_number: str | None
    username: str | None
    address: str | None
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A record that may be the same person, and why."""

    record_id: UUID
    reasons: tuple[Reason, ...]
    strength: Strength


def reasons(one: Traits, other: Traits) -> tuple[Reason, ...]:
    """What they have in common, the most telling first."""
    found = {
        Reason.SAME_EMAIL: _same(one.email, other.email),
        Reason.SAME_ACCOUNT_NUMBER: _same(one.account_number, other.account_number),
        Reason.SAME_USERNAME: _same(one.username, other.username),
        Reason.SIMILAR_EMAIL: one.email != other.email and _same(one.mailbox, other.mailbox),
        Reason.SAME_PHONE: _same(one.phone, other.phone),
        Reason.SAME_ADDRESS: _same(one.address, other.address),
    }
    names = alike(one.name, other.name)
    found[Reason.SAME_NAME] = names is Alike.SAME
    found[Reason.SIMILAR_NAME] = names is Alike.SIMILAR
    return tuple(reason for reason in Reason if found[reason])


def strength(found: Collection[Reason]) -> Strength:
    """The strongest reason counts, and a second, different one lifts it by a step. Raises ValueError for none.

    So the same phone is likely, with a similar name strong; an address with a name is likely, a name alone weak.
    """
    rank = min(_RANK[_ALONE[reason]] for reason in found)
    lifted = max(rank - 1, 0) if len(found) > 1 else rank
    return tuple(Strength)[lifted]


def match(record_id: UUID, one: Traits, other: Traits) -> Match | None:
    """The other record as a possible match; None when they have nothing in common."""
    found = reasons(one, other)
    return Match(record_id=record_id, reasons=found, strength=strength(found)) if found else None


def order(found: Match) -> tuple[int, int]:
    """Sort by this for the strongest first, among them those with the most reasons."""
    return _RANK[found.strength], -len(found.reasons)


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and one == other
