"""What we understood, in versions that the customer confirms or corrects (IN-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.intake.domain.errors import RecapNotFound, RecapOvertaken, RecapSettled
from services.intake.domain.vocabulary import Channel
from shared.kernel.errors import FieldError


class RecapStatus(StrEnum):
    """Whether the customer has spoken about it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"


class ConfirmedBy(StrEnum):
    """Whose word a confirmation is: only the customer's counts."""

    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """One version of "what we understood"; `settled_*` say who recorded the customer's word, how and when."""

    version: int
    text: str
    status: RecapStatus
    proposed_by: str
    proposed_at: datetime
    confirmed_by: ConfirmedBy | None = None
    settled_by: str | None = None
    settled_channel: Channel | None = None
    settled_at: datetime | None = None

    @property
    def revision(self) -> int:
        """1 as proposed, 2 with the customer's word: a version is written twice at most."""
        return 1 if self.status is RecapStatus.PROPOSED else 2


def propose(recaps: Sequence[Recap], *, text: str, by: str, now: datetime) -> Recap:
    """The next version, waiting for the customer's word."""
    version = max((recap.version for recap in recaps), default=0) + 1
    return Recap(version=version, text=text, status=RecapStatus.PROPOSED, proposed_by=by, proposed_at=now)


def confirm(
    recaps: Sequence[Recap],
    *,
    version: int,
    correction: str | None,
    confirmed_by: ConfirmedBy,
    channel: Channel,
    by: str,
    now: datetime,
) -> tuple[Recap, ...]:
    """What changes when the customer speaks: the recap confirmed, or corrected and the correction confirmed.

    The last one is what now holds. Raises RecapNotFound, RecapSettled (spoken about before) or
    RecapOvertaken (a newer version waits for the customer).
    """
    recap = next((one for one in recaps if one.version == version), None)
    if recap is None:
        raise RecapNotFound
    if recap.status is not RecapStatus.PROPOSED:
        raise RecapSettled(f"Recap {version} is {recap.status} already")
    latest = max(one.version for one in recaps)
    if latest != version:
        raise RecapOvertaken(f"Recap {latest} is newer than recap {version}", latest=latest)

    def settled(one: Recap, status: RecapStatus) -> Recap:
        return replace(
            one,
            status=status,
            confirmed_by=confirmed_by,
            settled_by=by,
            settled_channel=channel,
            settled_at=now,
        )

    if correction is None:
        return (settled(recap, RecapStatus.CONFIRMED),)
    corrected = propose(recaps, text=correction, by=by, now=now)
    return settled(recap, RecapStatus.CORRECTED), settled(corrected, RecapStatus.CONFIRMED)


def latest_confirmed(recaps: Sequence[Recap]) -> Recap | None:
    """The newest version that the customer confirmed, if any."""
    confirmed = [recap for recap in recaps if recap.status is RecapStatus.CONFIRMED]
    return max(confirmed, key=lambda recap: recap.version, default=None)


def answered(recaps: Sequence[Recap], *, named: int | None, excused: bool) -> int | FieldError | None:
    """The recap version that a resolution answers: the one named, else the latest confirmed (IN-10).

    None only when `excused` (the customer is anonymous or can't be reached); what is missing as a FieldError.
    """
    if named is None:
        confirmed = latest_confirmed(recaps)
        if confirmed is None and not excused:
            return FieldError("/recap_version", "The customer has confirmed no recap of what we understood yet")
        return confirmed.version if confirmed else None
    recap = next((one for one in recaps if one.version == named), None)
    if recap is None:
        return FieldError("/recap_version", f"This complaint has no recap {named}")
    if recap.status is not RecapStatus.CONFIRMED:
        return FieldError("/recap_version", f"Recap {named} is {recap.status}, not confirmed by the customer")
    return named
