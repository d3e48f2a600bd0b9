"""The bodies of offers, refusals and choices: bounds only; what must be there is the gates' to say (IN-17, IN-18)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from services.intake.api.answers import MoneyOut
from services.intake.api.finding_bodies import RemarkOut
from services.intake.api.schemas import MoneyIn
from services.intake.domain.duration import from_iso, to_iso
from services.intake.domain.offer import ChosenBy, OfferStatus
from services.intake.domain.offering import MOST_OPTIONS, GivenOffer, GivenOption, GivenRefusal
from services.intake.domain.vocabulary import Channel, WishKind
from shared.http.schemas import In, Instant, Out

_Words = Annotated[str, Field(max_length=2000)]
_Duration = Annotated[
    str,
    Field(max_length=32, json_schema_extra={"format": "duration", "examples": ["P3D"]}),
    AfterValidator(lambda text: to_iso(from_iso(text))),
]


class OptionIn(In):
    """One thing that the customer can have: what, within which limits, and how long it takes."""

    kind: WishKind | None = None
    detail: _Words | None = None
    limits: _Words | None = Field(default=None, description="What it does not cover, in plain words")
    how_long: _Duration | None = Field(default=None, description="ISO 8601 in weeks, days and hours; at most a year")
    value: MoneyIn | None = None

    def given(self) -> GivenOption:
        """As the domain takes it."""
        return GivenOption(
            kind=self.kind,
            detail=self.detail,
            limits=self.limits,
            how_long=from_iso(self.how_long) if self.how_long else None,
            value=self.value.money() if self.value else None,
        )


_Options = Annotated[list[OptionIn], Field(max_length=MOST_OPTIONS)]


class OfferIn(In):
    """Options to choose from; where the wish is impossible, why, and an alternative of another kind."""

    options: _Options = Field(default=[], description="At least one; the customer chooses by their number, from 1")
    wish_possible: bool | None = Field(default=None, description="Whether the customer can have what they want")
    why_not: _Words | None = Field(default=None, description="Plainly, where the wish is impossible")
    channel: Channel | None = Field(default=None, description="How they were told; without it their own page shows it")
    expires_at: Instant | None = None

    def given(self) -> GivenOffer:
        """As the domain takes it."""
        return GivenOffer(
            options=tuple(one.given() for one in self.options),
            wish_possible=self.wish_possible,
            why_not=self.why_not,
            channel=self.channel,
            expires_at=self.expires_at,
        )


class RefusalIn(In):
    """A refusal of the wish: a plain explanation, and at least one alternative to choose."""

    explanation: _Words | None = Field(default=None, description="As the customer reads or hears it")
    alternatives: _Options = Field(default=[], description="At least one of another kind than the wish")
    policy_reference: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="For ourselves; the customer never sees it"
    )
    channel: Channel | None = None
    expires_at: Instant | None = None

    def given(self) -> GivenRefusal:
        """As the domain takes it."""
        return GivenRefusal(
            explanation=self.explanation,
            alternatives=tuple(one.given() for one in self.alternatives),
            policy_reference=self.policy_reference,
            channel=self.channel,
            expires_at=self.expires_at,
        )


class ChoiceIn(In):
    """What the customer chose: the number of one option, or none of them."""

    option: int | None = Field(default=None, ge=1, le=MOST_OPTIONS)
    none_of_them: bool = False
    said: _Words | None = Field(default=None, description="The customer's own words about it")
    channel: Channel | None = None


class OptionOut(Out):
    number: int
    kind: WishKind
    detail: str
    limits: str
    how_long: Annotated[str, Field(json_schema_extra={"format": "duration"})]
    value: MoneyOut | None


class ChoiceOut(Out):
    """The customer's choice; `option` null says none of them."""

    id: UUID
    option: int | None
    said: str | None
    chosen_by: ChosenBy
    channel: Channel
    recorded_by: str
    chosen_at: datetime


class RiskOut(Out):
    """An estimate after TARP of what the complaints like this one stand for, with what was assumed."""

    complaints: int = Field(description="Like this one, itself included")
    at_least: bool = Field(description="Whether there may be more than were counted")
    within_days: int
    dissatisfied: int = Field(description="Customers with the same reason to complain: those at risk")
    silent: int = Field(description="Of these, who never told us")
    lost: int = Field(description="Of the silent, who don't come back")
    people_told: int = Field(description="Whom all the dissatisfied tell")
    never_complain: str
    dont_return: str
    each_tells: str


class OfferOut(Out):
    """An offer as it stands now; `refused` when its options are the alternatives to a wish that was refused."""

    id: UUID
    version: int
    status: OfferStatus
    refused: bool
    wish_kind: WishKind | None
    wish_possible: bool
    why_not: str | None
    policy_reference: str | None
    options: list[OptionOut]
    channel: Channel | None
    customers_at_risk: RiskOut | None
    offered_by: str
    offered_at: datetime
    expires_at: datetime | None
    choice: ChoiceOut | None


class OfferedOut(OfferOut):
    """An offer just made, with remarks on its wording."""

    wording: list[RemarkOut]
