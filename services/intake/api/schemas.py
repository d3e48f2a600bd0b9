"""The bodies that intake takes: bounds and closed lists; what they mean is the domain's."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from services.intake.domain.recap import ConfirmedBy
from services.intake.domain.vocabulary import Channel, Feeling, PreferredContact, WishKind
from shared.http.schemas import CurrencyCode, Day, Email, In, Instant, LanguageTag
from shared.kernel.money import Money

NARRATIVE_MAX = 20_000

_ZONES = frozenset(available_timezones())


def _time_zone(value: str) -> str:
    if value not in _ZONES:
        raise ValueError("must be a name of the IANA time zone database, such as Europe/Vilnius")
    return value


def _some_words(value: str) -> str:
    if not value.strip():
        raise ValueError("must hold more than white space")
    return value


Short = Annotated[str, Field(min_length=1, max_length=200)]
Long = Annotated[str, Field(min_length=1, max_length=2000)]
Key = Annotated[str, Field(min_length=1, max_length=64)]
Prose = Annotated[str, Field(min_length=1, max_length=NARRATIVE_MAX)]
TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_time_zone)]
Verbatim = Annotated[
    str,
    StringConstraints(strip_whitespace=False, min_length=1, max_length=NARRATIVE_MAX),
    AfterValidator(_some_words),
]
"""Kept as it came, white space at its ends included (IN-6)."""


class MoneyIn(In):
    """An amount and its ISO 4217 currency."""

    amount: Decimal = Field(ge=0, max_digits=14, decimal_places=4)
    currency: CurrencyCode

    def money(self) -> Money:
        """As the kernel's Money."""
        return Money(self.amount, self.currency)


class CustomerIn(In):
    """Who complains: at least one of e-mail, account number, username, phone, address."""

    name: Short | None = None
    email: Email | None = None
    phone: Annotated[str, Field(min_length=1, max_length=40)] | None = Field(
        default=None, description="With its country code; kept as E.164"
    )
    address: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    account_number: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    username: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    language: LanguageTag | None = None
    time_zone: TimeZone | None = None
    preferred_contact: PreferredContact | None = None


class WishIn(In):
    """What the customer wants (IN-11)."""

    kind: WishKind
    detail: Long | None = None


class ImpactIn(In):
    """What it cost the customer, and an occasion of theirs that it endangers (IN-9)."""

    detail: Long | None = None
    money_lost: MoneyIn | None = None
    minutes_lost: int | None = Field(default=None, ge=0, le=10_000_000)
    occasion: Short | None = None
    occasion_on: Day | None = None


class ComplaintIn(In):
    """A complaint in one call: the narrative, and a customer or an explicit `anonymous` (IN-1)."""

    channel: Channel
    narrative: Verbatim
    customer: CustomerIn | None = None
    anonymous: bool = False
    desired_resolution: WishIn | None = None
    feeling: Feeling | None = None
    product: Short | None = None
    department: Short | None = None
    branch: Short | None = None
    order_reference: Short | None = None
    impact: ImpactIn | None = None
    language: LanguageTag | None = Field(default=None, description="Of the complaint; else the customer's")
    attributes: dict[Key, Long] = Field(
        default_factory=dict, max_length=32, description="What a source system says besides, kept as it is"
    )
    source: Key | None = Field(default=None, description="The system that `external_id` belongs to")
    external_id: Short | None = Field(
        default=None, description="Unique within `source`; sent again, it answers with what was recorded"
    )
    received_at: Instant | None = Field(default=None, description="When it reached you; else now")

    @model_validator(mode="after")
    def _one_customer_or_none(self) -> Self:
        if self.anonymous and self.customer is not None:
            raise ValueError("an anonymous complaint has no customer")
        if not self.anonymous and self.customer is None:
            raise ValueError("give the customer, or say anonymous: true")
        if (self.source is None) != (self.external_id is None):
            raise ValueError("source and external_id go together")
        return self


class AdditionIn(In):
    """What is added to the story, verbatim (IN-6)."""

    text: Verbatim
    channel: Channel | None = None


class RecapIn(In):
    """What we understood, in our words (IN-10)."""

    text: Prose


class ConfirmationIn(In):
    """The customer's word on a recap; with `correction` it is theirs that holds, as a new version (IN-10)."""

    confirmed_by: ConfirmedBy = ConfirmedBy.CUSTOMER
    channel: Channel
    correction: Prose | None = None
