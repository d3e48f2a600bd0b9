"""What an offer and a refusal must hold before they are put to the customer (IN-17, IN-18, IN-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.intake.domain.answering import feeling_first
from services.intake.domain.complaint import Complaint
from services.intake.domain.gate import Remark, demand, lacking
from services.intake.domain.offer import Offer, OfferStatus, Option
from services.intake.domain.risk import Risk
from services.intake.domain.vocabulary import Channel, WishKind
from services.intake.domain.wording.finding import Finding
from shared.kernel.errors import FieldError, Invalid
from shared.kernel.money import Money

MOST_OPTIONS = 6


class OfferIncomplete(Invalid):
    slug = "offer-incomplete"
    title = "An offer names its options with their limits and how long they take, and an alternative to what can't be"


class RefusalIncomplete(Invalid):
    slug = "refusal-incomplete"
    title = "A refusal explains itself plainly, and names at least one alternative"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOption:
    """What staff told of an option; anything may still be missing."""

    kind: WishKind | None
    detail: str | None
    limits: str | None
    how_long: timedelta | None
    value: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOffer:
    """What staff told of an offer; anything may still be missing."""

    options: tuple[GivenOption, ...]
    wish_possible: bool | None
    why_not: str | None
    channel: Channel | None
    expires_at: datetime | None

    def texts(self) -> dict[str, str]:
        """What the customer reads or hears, by JSON pointer."""
        return _texts("/options", self.options, "/why_not", self.why_not)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRefusal:
    """What staff told of a refusal; anything may still be missing."""

    explanation: str | None
    alternatives: tuple[GivenOption, ...]
    policy_reference: str | None
    channel: Channel | None
    expires_at: datetime | None

    def texts(self) -> dict[str, str]:
        """What the customer reads or hears, by JSON pointer; the reference to a policy is not among it."""
        return _texts("/alternatives", self.alternatives, "/explanation", self.explanation)


_OPTION = {
    "kind": "Say what kind of remedy it is",
    "detail": "Say what exactly the customer gets",
    "limits": "Say in plain words what it does not cover",
    "how_long": "Say how long it takes (ISO 8601, such as P3D)",
}
_ASK_FIRST = FieldError("/desired_resolution", "Ask the customer what they want before saying that it can't be")


def offer(
    given: GivenOffer,
    complaint: Complaint,
    *,
    id_: UUID,
    findings: Mapping[str, Sequence[Finding]],
    by: str,
    now: datetime,
) -> tuple[Offer, tuple[Remark, ...]]:
    """The offer and the remarks on its wording; `findings` are by the pointers of `given.texts()`.

    Raises OfferIncomplete, naming everything that is missing; WordingRefused where only words are wrong.
    """
    options, missing = _options(given.options, "/options", "Offer at least one option")
    missing += lacking(given, {"wish_possible": "Say whether the customer can have what they want"})
    if given.wish_possible is False:
        missing += lacking(given, {"why_not": "Say plainly why the wish is not possible"})
        missing += _instead_of(complaint.wish_kind, given.options, "/options")
    missing += _still_to_come(given.expires_at, now) + feeling_first(complaint)
    remarks = demand(OfferIncomplete, missing, findings)
    made = Offer(
        id=id_,
        status=OfferStatus.OPEN,
        refused=False,
        wish_kind=complaint.wish_kind,
        wish_possible=given.wish_possible is True,
        why_not=given.why_not,
        policy_reference=None,
        options=options,
        channel=given.channel,
        risk=None,
        offered_by=by,
        offered_at=now,
        expires_at=given.expires_at,
    )
    return made, remarks


def refuse(
    given: GivenRefusal,
    complaint: Complaint,
    *,
    id_: UUID,
    risk: Risk,
    findings: Mapping[str, Sequence[Finding]],
    by: str,
    now: datetime,
) -> tuple[Offer, tuple[Remark, ...]]:
    """The alternatives to the refused wish as an offer, and the remarks on its wording.

    Raises RefusalIncomplete, naming everything that is missing; WordingRefused where only words are wrong.
    """
    options, missing = _options(given.alternatives, "/alternatives", "Name at least one alternative")
    missing += lacking(given, {"explanation": "Explain it plainly", "channel": "Say how the customer is told"})
    missing += _instead_of(complaint.wish_kind, given.alternatives, "/alternatives")
    missing += _still_to_come(given.expires_at, now) + feeling_first(complaint)
    remarks = demand(RefusalIncomplete, missing, findings)
    made = Offer(
        id=id_,
        status=OfferStatus.OPEN,
        refused=True,
        wish_kind=complaint.wish_kind,
        wish_possible=False,
        why_not=given.explanation,
        policy_reference=given.policy_reference,
        options=options,
        channel=given.channel,
        risk=risk,
        offered_by=by,
        offered_at=now,
        expires_at=given.expires_at,
    )
    return made, remarks


def _texts(at: str, options: Sequence[GivenOption], pointer: str, reason: str | None) -> dict[str, str]:
    texts = {pointer: reason}
    for place, option in enumerate(options):
        texts |= {f"{at}/{place}/detail": option.detail, f"{at}/{place}/limits": option.limits}
    return {where: text for where, text in texts.items() if text}


def _options(given: Sequence[GivenOption], at: str, wanted: str) -> tuple[tuple[Option, ...], list[FieldError]]:
    if not given:
        return (), [FieldError(at, wanted)]
    made: list[Option] = []
    missing: list[FieldError] = []
    for place, one in enumerate(given):
        if one.kind is None or not one.detail or not one.limits or one.how_long is None:
            missing += lacking(one, _OPTION, at=f"{at}/{place}")
            continue
        made.append(
            Option(
                number=place + 1,
                kind=one.kind,
                detail=one.detail,
                limits=one.limits,
                how_long=one.how_long,
                value=one.value,
            )
        )
    return tuple(made), missing


def _instead_of(wish: WishKind | None, given: Sequence[GivenOption], at: str) -> list[FieldError]:
    """An alternative is of another kind than the wish; kinds that are missing are named on their own."""
    if wish is None:
        return [_ASK_FIRST]
    if given and all(one.kind is wish for one in given):
        return [FieldError(at, f"The wish is {wish} itself: name at least one alternative of another kind")]
    return []


def _still_to_come(expires_at: datetime | None, now: datetime) -> list[FieldError]:
    if expires_at is not None and expires_at <= now:
        return [FieldError("/expires_at", "An offer ends in the future")]
    return []
