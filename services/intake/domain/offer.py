"""An offer: several options of which the customer chooses one, or none (IN-17). One is open at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.intake.domain.gate import lacking
from services.intake.domain.risk import Risk
from services.intake.domain.vocabulary import Channel, WishKind
from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound
from shared.kernel.money import Money


class OfferNotFound(NotFound):
    slug = "offer-not-found"
    title = "There is no such offer about this complaint"


class OfferNotOpen(Conflict):
    slug = "offer-not-open"
    title = "This offer can't be chosen from any more"


class ChoiceIncomplete(Invalid):
    slug = "choice-incomplete"
    title = "A choice is the number of one option, or none of them, and how the customer told it"


class OfferStatus(StrEnum):
    """Where an offer stands; an open one becomes one of the others, once."""

    OPEN = "open"
    CHOSEN = "chosen"
    DECLINED = "declined"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


class ChosenBy(StrEnum):
    """Through whom the customer's choice came: on their own page, or told to staff."""

    CUSTOMER = "customer"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that the customer can have: its limits in plain words, and how long it takes."""

    number: int
    kind: WishKind
    detail: str
    limits: str
    how_long: timedelta
    value: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The customer's word on an offer; `option` None says none of them. `recorded_by` entered it."""

    id: UUID
    option: int | None
    said: str | None
    chosen_by: ChosenBy
    channel: Channel
    recorded_by: str
    chosen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Options as they were put to the customer; `refused` when they are the alternatives to a wish that was refused."""

    id: UUID
    status: OfferStatus
    refused: bool
    wish_kind: WishKind | None
    """What the customer wanted when it was made."""
    wish_possible: bool
    why_not: str | None
    policy_reference: str | None
    """Where a refusal comes from, for ourselves; a customer never sees it."""
    options: tuple[Option, ...]
    channel: Channel | None
    risk: Risk | None
    offered_by: str
    offered_at: datetime
    expires_at: datetime | None
    choice: Choice | None = None

    @property
    def version(self) -> int:
        """1 as it was made, 2 when it is over: a row is written twice at most."""
        return 1 if self.status is OfferStatus.OPEN else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenChoice:
    """What was told of a choice; anything may still be missing."""

    option: int | None
    none_of_them: bool
    said: str | None
    channel: Channel | None


def standing(offer: Offer, *, now: datetime) -> OfferStatus:
    """Where it stands now: an open one expires by itself."""
    if offer.status is OfferStatus.OPEN and offer.expires_at is not None and offer.expires_at <= now:
        return OfferStatus.EXPIRED
    return offer.status


def overtake(offer: Offer, *, now: datetime) -> Offer:
    """An open offer that a newer one takes the place of: overtaken, or expired where it already was."""
    status = standing(offer, now=now)
    return replace(offer, status=OfferStatus.OVERTAKEN if status is OfferStatus.OPEN else status)


def choose(
    offer: Offer, given: GivenChoice, *, id_: UUID, by: ChosenBy, recorded_by: str, current: UUID | None, now: datetime
) -> Offer:
    """With the customer's choice. `current` is the offer that can be chosen from, if there is one.

    Raises OfferNotOpen, saying what is current; ChoiceIncomplete, naming everything that is wrong.
    """
    status = standing(offer, now=now)
    if status is not OfferStatus.OPEN:
        raise OfferNotOpen(
            f"This offer is {status}; " + ("a newer one is open" if current else "no offer is open now"),
            offer_status=status.value,
            chosen_option=offer.choice.option if offer.choice else None,
            current_offer_id=current,
        )
    wrong = _wrong(offer, given)
    if wrong or given.channel is None:
        raise ChoiceIncomplete(fields=tuple(wrong))
    choice = Choice(
        id=id_,
        option=given.option,
        said=given.said,
        chosen_by=by,
        channel=given.channel,
        recorded_by=recorded_by,
        chosen_at=now,
    )
    status = OfferStatus.DECLINED if given.none_of_them else OfferStatus.CHOSEN
    return replace(offer, status=status, choice=choice)


def _wrong(offer: Offer, given: GivenChoice) -> list[FieldError]:
    wrong = lacking(given, {"channel": "Say how the customer told it"})
    if given.option is None:
        if not given.none_of_them:
            wrong.append(FieldError("/option", "Give the number of the option, or say none_of_them: true"))
    elif given.none_of_them:
        wrong.append(FieldError("/none_of_them", "An option was chosen as well: say one or the other"))
    elif given.option not in {one.number for one in offer.options}:
        wrong.append(FieldError("/option", f"This offer has the options 1 to {len(offer.options)}"))
    return wrong
