"""The early hint: before the customer tells it all, whether the case will need someone else, and whom (RO-3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.routing.domain.ladder import Ladder, Reason, Step
from services.routing.domain.receiving import (
    EVERYBODY_HERE,
    Climb,
    Found,
    NobodyToHandTo,
    Presence,
    knows,
    receiver_on_ladder,
)
from services.routing.domain.staff import Staff
from services.routing.domain.wish import FREE_WISHES, UNNAMED_WISH
from shared.kernel.errors import FieldError, Invalid
from shared.kernel.money import Money

ABUSIVE = "abusive"


class ListenerUnknown(Invalid):
    slug = "listener-unknown"
    title = "A hint is for somebody in the staff directory who is about to listen"

    def __init__(self) -> None:
        super().__init__(fields=(FieldError("/staff_id", "is nobody who works here now"),))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is known of a complaint before it is told: little, and all of it may be missing but the language."""

    language: str
    department: str | None = None
    product: str | None = None
    wish: str | None = None
    amount: Money | None = None
    feeling: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """Whether someone else will be needed, why, and who it would be; `who` None where nobody has all of it."""

    needed: bool
    reasons: tuple[Reason, ...]
    who: Staff | None = None


def hint(
    case: Foreseen, asker: Staff, people: Iterable[Staff], ladder: Ladder, *, here: Presence = EVERYBODY_HERE
) -> Hint:
    """What the one who is about to listen lacks, and who has it all; the customer then tells it once, to them."""
    reasons = tuple(_lacking(case, asker))
    if not reasons:
        return Hint(needed=False, reasons=())
    able = [person for person in people if person.id != asker.id and _has_it_all(case, person, reasons)]
    steps = [_step(ladder, reason, asker) for reason in reasons]
    highest = max((step for step in steps if step is not None), key=lambda step: step.level.rank, default=None)
    if highest is None or None in steps:
        return Hint(needed=True, reasons=reasons)
    climb = Climb(
        reason=reasons[0],
        department=case.department,
        language=case.language,
        product=case.product,
        wish=case.wish,
        manager_id=asker.reports_to,
    )
    found = _found(climb, (highest,), able, here)
    return Hint(needed=True, reasons=reasons, who=found.person if found else None)


def _lacking(case: Foreseen, asker: Staff) -> Iterable[Reason]:
    """The reasons in the order in which they weigh: without the language nothing else can be talked about."""
    if not asker.speaks(case.language):
        yield Reason.LANGUAGE
    if not knows(asker, department=case.department, product=case.product):
        yield Reason.SKILL
    if not _may_grant(case, asker):
        yield Reason.AUTHORITY
    if case.feeling == ABUSIVE:
        yield Reason.ABUSE


def _may_grant(case: Foreseen, person: Staff) -> bool:
    if case.wish is None or case.wish == UNNAMED_WISH or case.wish in FREE_WISHES:
        return True
    return person.may_grant(case.wish) if case.amount is None else person.covers(case.wish, case.amount)


def _has_it_all(case: Foreseen, person: Staff, reasons: Sequence[Reason]) -> bool:
    return (
        person.active
        and person.speaks(case.language)
        and (Reason.SKILL not in reasons or knows(person, department=case.department, product=case.product))
        and (Reason.AUTHORITY not in reasons or _may_grant(case, person))
    )


def _step(ladder: Ladder, reason: Reason, asker: Staff) -> Step | None:
    return next(iter(ladder.from_sender(reason, asker.level)), None)


def _found(climb: Climb, steps: Sequence[Step], people: Sequence[Staff], here: Presence) -> Found | None:
    try:
        return receiver_on_ladder(climb, steps, people, without=(), here=here)
    except NobodyToHandTo:
        return None
