"""Why two records may be one person, and how strongly that speaks; a person decides, nothing is merged here (IN-3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.intake.domain.name_likeness import Alike, Name, alike


class MatchReason(StrEnum):
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


class MatchStrength(StrEnum):
    """How strongly the reasons speak together."""

    STRONG = "strong"
    LIKELY = "likely"
    WEAK = "weak"


_ALONE: dict[MatchReason, MatchStrength] = {
    MatchReason.SAME_EMAIL: MatchStrength.STRONG,
    MatchReason.SAME_ACCOUNT_NUMBER: MatchStrength.STRONG,
    MatchReason.SAME_USERNAME: MatchStrength.STRONG,
    MatchReason.SIMILAR_EMAIL: MatchStrength.LIKELY,
    MatchReason.SAME_PHONE: MatchStrength.LIKELY,
    # A family shares an address, and a country its names.
    MatchReason.SAME_ADDRESS: MatchStrength.WEAK,
    MatchReason.SAME_NAME: MatchStrength.WEAK,
    MatchReason.SIMILAR_NAME: MatchStrength.WEAK,
}
_RANK = {strength: rank for rank, strength in enumerate(MatchStrength)}


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
    reasons: tuple[MatchReason, ...]
    strength: MatchStrength


def reasons(one: Traits, other: Traits) -> tuple[MatchReason, ...]:
    """What they have in common, the most telling first."""
    found = {
        MatchReason.SAME_EMAIL: _same(one.email, other.email),
        MatchReason.SAME_ACCOUNT_NUMBER: _same(one.account_number, other.account_number),
        MatchReason.SAME_USERNAME: _same(one.username, other.username),
        MatchReason.SIMILAR_EMAIL: one.email != other.email and _same(one.mailbox, other.mailbox),
        MatchReason.SAME_PHONE: _same(one.phone, other.phone),
        MatchReason.SAME_ADDRESS: _same(one.address, other.address),
    }
    names = alike(one.name, other.name)
    found[MatchReason.SAME_NAME] = names is Alike.SAME
    found[MatchReason.SIMILAR_NAME] = names is Alike.SIMILAR
    return tuple(reason for reason in MatchReason if found[reason])


def strength(found: Collection[MatchReason]) -> MatchStrength:
    """The strongest reason counts, and a second, different one lifts it by a step. Raises ValueError for none.

    So the same phone is likely, with a similar name strong; an address with a name is likely, a name alone weak.
    """
    rank = min(_RANK[_ALONE[reason]] for reason in found)
    lifted = max(rank - 1, 0) if len(found) > 1 else rank
    return tuple(MatchStrength)[lifted]


def match(record_id: UUID, one: Traits, other: Traits) -> Match | None:
    """The other record as a possible match; None when they have nothing in common."""
    found = reasons(one, other)
    return Match(record_id=record_id, reasons=found, strength=strength(found)) if found else None


def order(found: Match) -> tuple[int, int]:
    """Sort by this for the strongest first, among them those with the most reasons."""
    return _RANK[found.strength], -len(found.reasons)


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and one == other
