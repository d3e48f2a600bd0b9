"""Bodies of requests about calendars, rule packs and choices, and of their answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from services.routing.commands.retime import Retiming
from services.routing.domain.edition import Edition
from services.routing.domain.pack import RulePack
from services.routing.domain.pack_choice import PackChoice
from services.routing.storage.built_in_packs import BUILT_IN
from shared.http.schemas import Code, Day, In, Instant, Out, Text

WallTime = Annotated[str, StringConstraints(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,64}$")]
EditionNumber = Annotated[int, Field(ge=1, le=10_000)]
Span = Annotated[str, Text(40)]


class CalendarShiftIn(In):
    """From when until when by the clock on the wall; an end that is not later is on the next day."""

    model_config = ConfigDict(populate_by_name=True)

    starts: WallTime = Field(alias="from")
    ends: WallTime = Field(alias="to")

    def content(self) -> dict[str, str]:
        return {"from": self.starts, "to": self.ends}


Shifts = Annotated[list[CalendarShiftIn], Field(max_length=8)]


class DayIn(In):
    """The hours of one day: an empty list for a day off, null for those of any such week again."""

    shifts: Shifts | None


class CalendarIn(In):
    """An edition of a calendar: a week from Monday on, in a time zone, without a country's public holidays."""

    code: Annotated[str, Code(64)]
    edition: EditionNumber = 1
    time_zone: Annotated[str, Text(64)]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    subdivision: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{1,8}$")] | None = None
    week: Annotated[list[Shifts], Field(min_length=7, max_length=7)]
    days: dict[Day, Shifts] = Field(default_factory=dict, max_length=400)
    valid_from: Instant | None = Field(default=None, description="from which moment on; left out: from now on")

    def content(self) -> dict[str, Any]:
        return {
            "time_zone": self.time_zone,
            "country": self.country,
            "subdivision": self.subdivision,
            "week": [[shift.content() for shift in day] for day in self.week],
            "days": {day.isoformat(): [shift.content() for shift in shifts] for day, shifts in self.days.items()},
        }


class CalendarOut(Out):
    """An edition of a calendar; `version` is its number."""

    code: str
    edition: int
    time_zone: str
    country: str | None
    subdivision: str | None
    week: list[list[dict[str, str]]]
    days: dict[date, list[dict[str, str]]]
    holidays: list[date]
    valid_from: datetime
    sha256: str
    version: int

    @classmethod
    def of(cls, edition: Edition) -> Self:
        content = {"country": None, "subdivision": None, "holidays": [], **edition.content}
        content.pop("holidays_until", None)
        return cls(
            **content,
            code=edition.code,
            edition=edition.edition,
            valid_from=edition.valid_from,
            sha256=edition.sha256,
            version=edition.edition,
        )


class RuleIn(In):
    """One clock of a pack: from which milestones until which, how long by urgency, and the rule that says so."""

    kind: Kind
    starts: Annotated[list[Kind], Field(min_length=1, max_length=12)]
    stops: Annotated[list[Kind], Field(min_length=1, max_length=12)]
    within: Span | Annotated[dict[Kind, Span], Field(max_length=4)]
    cites: Annotated[str, Text(500)]
    warn_at: Annotated[float, Field(gt=0, lt=1)] | None = None
    pausable: bool = False
    escalates: bool = False
    optional: bool = False


class RulePackIn(In):
    """An edition of a rule pack."""

    code: Annotated[str, Code(64)]
    edition: EditionNumber = 1
    title: Annotated[str, Text(200)]
    rules: Annotated[list[RuleIn], Field(min_length=1, max_length=40)]
    valid_from: Instant | None = Field(default=None, description="from which moment on; left out: from now on")

    def content(self) -> dict[str, Any]:
        return {"title": self.title, "rules": [rule.model_dump(exclude_none=True) for rule in self.rules]}


class RulePackOut(Out):
    """An edition of a rule pack; `built_in` came with the service."""

    code: str
    edition: int
    title: str
    rules: list[dict[str, Any]]
    valid_from: datetime
    sha256: str
    built_in: bool
    version: int

    @classmethod
    def of(cls, pack: RulePack) -> Self:
        return cls(
            code=pack.code,
            edition=pack.edition,
            title=pack.title,
            rules=pack.content["rules"],
            valid_from=pack.valid_from,
            sha256=pack.sha256,
            built_in=(pack.code, pack.edition) in BUILT_IN,
            version=pack.edition,
        )


class PackChoiceIn(In):
    """Which packs hold, by which calendar, for complaints about what is named; what names most comes first."""

    department: Annotated[str, Text(64)] | None = None
    product: Annotated[str, Text(64)] | None = None
    branch: Annotated[str, Text(64)] | None = None
    codes: Annotated[list[Annotated[str, Code(64)]], Field(min_length=1, max_length=8)]
    calendar: Annotated[str, Code(64)] | None = None
    valid_from: Instant | None = Field(default=None, description="from which moment on; left out: from now on")


class PackChoiceOut(Out):
    """A choice that was made."""

    id: UUID
    department: str | None
    product: str | None
    branch: str | None
    codes: list[str]
    calendar: str | None
    valid_from: datetime
    by_subject: str

    @classmethod
    def of(cls, choice: PackChoice) -> Self:
        names = ("id", "department", "product", "branch", "codes", "valid_from", "by_subject")
        members = {name: getattr(choice, name) for name in names}
        return cls(**{**members, "codes": list(choice.codes)}, calendar=choice.calendar_code)


Complaints = Annotated[list[UUID], Field(max_length=200)]


class PreviewIn(In):
    """Which edition would hold, for all cases that have another one or for those named."""

    edition: EditionNumber
    complaint_ids: Complaints | None = None

    def among(self) -> tuple[UUID, ...] | None:
        return None if self.complaint_ids is None else tuple(self.complaint_ids)


class RetimingIn(In):
    """Which edition shall hold from now on, and why."""

    to_edition: EditionNumber
    why: Annotated[str, Text(500)]
    complaint_ids: Complaints | None = None

    def among(self) -> tuple[UUID, ...] | None:
        return None if self.complaint_ids is None else tuple(self.complaint_ids)


class PackPreviewIn(PreviewIn):
    """And by which calendar, where an edition counts in business hours or days and a case has none."""

    calendar: Annotated[str, Code(64)] | None = None


class PackRetimingIn(RetimingIn):
    """And by which calendar, where an edition counts in business hours or days and a case has none."""

    calendar: Annotated[str, Code(64)] | None = None


class MoveOut(Out):
    """A running clock that is due at another time."""

    complaint_id: UUID
    pack: str
    kind: str
    round: int
    due_before: datetime | None
    due_after: datetime | None


class RetimingOut(Out):
    """How many cases, whether more wait for the next call, and what moves."""

    cases: int
    more: bool
    moves: list[MoveOut]

    @classmethod
    def of(cls, retiming: Retiming) -> Self:
        return cls.model_validate(retiming)
