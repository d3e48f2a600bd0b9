"""Which rule packs hold for whom, and which editions are pinned to a case when it is recorded (RO-7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from services.routing.domain.classification import classification_of
from services.routing.domain.edition import Editioned, in_force
from services.routing.domain.progress import Fact, Happening
from shared.kernel.errors import FieldError, Invalid

OWN = "own"
"""The pack that holds where none was chosen."""


class ChosenWithoutCalendar(Invalid):
    slug = "chosen-without-calendar"
    title = "This counts in business hours or days, and the pack holds for some by no calendar: choose one first"


class ChoiceIncomplete(Invalid):
    slug = "choice-incomplete"
    title = "This choice can't be made so"


@dataclass(frozen=True, slots=True)
class PackChoice:
    """From `valid_from` on these packs hold, by this calendar, for complaints about what is named; None: any."""

    id: UUID
    department: str | None
    product: str | None
    branch: str | None
    codes: tuple[str, ...]
    calendar_code: str | None
    valid_from: datetime
    by_subject: str

    @property
    def named(self) -> tuple[str | None, ...]:
        """For whom it is."""
        return (self.department, self.product, self.branch)

    def fits(self, about: Sequence[str | None]) -> bool:
        """Whether it is for a complaint about this department, product and branch."""
        return all(mine in (None, theirs) for mine, theirs in zip(self.named, about, strict=True))


@dataclass(frozen=True, slots=True)
class Pin:
    """The edition of a pack, and of its calendar, that hold for a complaint until somebody says otherwise."""

    complaint_id: UUID
    pack: str
    edition: int
    calendar: str | None
    calendar_edition: int | None
    pinned_at: datetime


DEFAULT = PackChoice(UUID(int=0), None, None, None, (OWN,), None, datetime(2000, 1, 1, tzinfo=UTC), "system:routing")


def chosen(choices: Iterable[PackChoice], about: Sequence[str | None], at: datetime) -> PackChoice:
    """The choice that holds at a moment: the one that names most, of those the latest; our own pack without any."""
    fitting = [choice for choice in choices if choice.valid_from <= at and choice.fits(about)]
    return max(
        fitting,
        key=lambda choice: (sum(name is not None for name in choice.named), choice.valid_from, choice.id),
        default=DEFAULT,
    )


def require_calendar(code: str, choices: Iterable[PackChoice]) -> None:
    """Wherever a pack holds or will, it holds by a calendar. Raises ChosenWithoutCalendar.

    Of choices for the same department, product and branch only the last one counts.
    """
    last: dict[tuple[str | None, ...], PackChoice] = {DEFAULT.named: DEFAULT}
    for choice in sorted(choices, key=lambda one: (one.valid_from, one.id)):
        last[choice.named] = choice
    if any(code in choice.codes and choice.calendar_code is None for choice in last.values()):
        raise ChosenWithoutCalendar(fields=(FieldError("/rules", "business hours and days need a calendar"),))


def pins(
    recorded: Fact,
    choices: Iterable[PackChoice],
    packs: Mapping[str, Sequence[Editioned]],
    calendars: Mapping[str, Sequence[Editioned]],
) -> tuple[Pin, ...]:
    """What is pinned to a complaint, by the moment and the words of its recording alone: any order pins alike."""
    about = classification_of(recorded)
    if about is None or recorded.what is not Happening.RECORDED:
        return ()
    choice = chosen(choices, (about.department, about.product, about.branch), recorded.at)
    calendar = calendars.get(choice.calendar_code) if choice.calendar_code else None
    return tuple(
        Pin(
            complaint_id=recorded.complaint_id,
            pack=code,
            edition=in_force(packs[code], recorded.at).edition,
            calendar=choice.calendar_code if calendar else None,
            calendar_edition=in_force(calendar, recorded.at).edition if calendar else None,
            pinned_at=recorded.at,
        )
        for code in choice.codes
    )


def require_complete(choice: PackChoice, packs: Mapping[str, bool], calendars: Iterable[str], *, now: datetime) -> None:
    """Every pack and the calendar are there, and who counts in business days has a calendar.

    `packs` says of each that exists whether it needs one. Raises ChoiceIncomplete, which names all that is missing.
    """
    wrong = [
        FieldError(f"/codes/{index}", "no such rule pack")
        for index, code in enumerate(choice.codes)
        if code not in packs
    ]
    if len(set(choice.codes)) < len(choice.codes):
        wrong.append(FieldError("/codes", "each pack once"))
    if choice.calendar_code is not None and choice.calendar_code not in set(calendars):
        wrong.append(FieldError("/calendar", "no such calendar"))
    if choice.calendar_code is None and any(packs.get(code, False) for code in choice.codes):
        wrong.append(FieldError("/calendar", "needed: a pack counts in business hours or days"))
    if choice.valid_from < now:
        wrong.append(FieldError("/valid_from", "must not be in the past"))
    if wrong:
        raise ChoiceIncomplete(fields=tuple(wrong))
