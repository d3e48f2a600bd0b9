"""What was done about a complaint, and what a resolution must say before it is one (IN-19, IN-10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.intake.domain.complaint import Complaint
from services.intake.domain.facts import Missing
from services.intake.domain.gate import Remark, demand, lacking
from services.intake.domain.recap import Recap, answered
from services.intake.domain.vocabulary import Channel, RootCause
from services.intake.domain.wording.finding import Finding
from shared.kernel.errors import FieldError, Invalid
from shared.kernel.money import Money


class ResolutionIncomplete(Invalid):
    slug = "resolution-incomplete"
    title = "A resolution says what was done, what it took, why it happened and who answers for it, and thanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenResolution:
    """What staff told of it; anything may still be missing."""

    what_was_done: str | None
    what_it_took: str | None
    recap_version: int | None
    """The confirmed recap that it answers; None for the latest."""
    customer_unreachable: str | None
    """Why the customer could not be asked to confirm a recap."""
    wish_met: bool | None
    root_cause: RootCause | None
    liability_accepted: bool | None
    cost: Money | None
    thanks: str | None

    def texts(self) -> dict[str, str]:
        """What the customer reads or hears, by JSON pointer."""
        texts = {"/what_was_done": self.what_was_done, "/thanks": self.thanks}
        return {pointer: text for pointer, text in texts.items() if text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One resolution; a complaint that is reopened gets another under the next number."""

    number: int
    what_was_done: str
    what_it_took: str
    recap_version: int | None
    """The confirmed recap that it answers; None only when the customer is anonymous or can't be reached."""
    customer_unreachable: str | None
    wish_met: bool
    root_cause: RootCause
    liability_accepted: bool
    cost: Money | None
    thanks: str
    resolved_by: str
    resolved_at: datetime


_WANTED = {
    "what_was_done": "Say what was done, in words for the customer",
    "what_it_took": "Say what it took: time, money, people",
    "wish_met": "Say whether the customer got what they wanted",
    "root_cause": "Name the one aspect that failed; unknown is an answer too",
    "liability_accepted": "Say whether the company answers for it",
    "thanks": "Thank the customer, and reassure them",
}


def unsettled(given: GivenResolution, complaint: Complaint, facts: Sequence[Missing]) -> list[FieldError]:
    """What must be settled before anything is concluded: facts still open (IN-7), a person blamed too early (IN-12)."""
    missing = [FieldError("/facts", one.words) for one in facts]
    if given.root_cause is RootCause.STAFF_ATTITUDE and complaint.root_cause is not RootCause.STAFF_ATTITUDE:
        first = "Blame on a person needs an investigation: conclude the root cause first"
        missing.append(FieldError("/root_cause", first))
    return missing


def resolution(
    given: GivenResolution,
    complaint: Complaint,
    recaps: Sequence[Recap],
    *,
    number: int,
    findings: Mapping[str, Sequence[Finding]],
    also_missing: Sequence[FieldError] = (),
    by: str,
    now: datetime,
) -> tuple[Resolution, tuple[Remark, ...]]:
    """The resolution under its number, and the remarks on its wording.

    `also_missing` is what else must be settled first, found out by whoever calls: facts still open, a person blamed
    without an investigation. Raises ResolutionIncomplete, naming everything that is missing; WordingRefused where only
    words are wrong.
    """
    unasked = complaint.customer_id is None or bool(given.customer_unreachable)
    recap = answered(recaps, named=given.recap_version, excused=unasked)
    missing = lacking(given, _WANTED)
    if isinstance(recap, FieldError):
        missing.append(recap)
    if complaint.wish_kind is None and not unasked and complaint.channel is not Channel.IMPORT:
        missing.append(FieldError("/desired_resolution", "Ask the customer what they want, and record it"))
    remarks = demand(ResolutionIncomplete, (*missing, *also_missing), findings)
    assert not isinstance(recap, FieldError)
    assert given.what_was_done is not None
    assert given.what_it_took is not None
    assert given.wish_met is not None
    assert given.root_cause is not None
    assert given.liability_accepted is not None
    assert given.thanks is not None
    made = Resolution(
        number=number,
        what_was_done=given.what_was_done,
        what_it_took=given.what_it_took,
        recap_version=recap,
        customer_unreachable=given.customer_unreachable or None,
        wish_met=given.wish_met,
        root_cause=given.root_cause,
        liability_accepted=given.liability_accepted,
        cost=given.cost,
        thanks=given.thanks,
        resolved_by=by,
        resolved_at=now,
    )
    return made, remarks
