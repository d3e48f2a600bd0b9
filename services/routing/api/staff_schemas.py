"""Bodies of requests about staff, and of their answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, Field, field_validator

from services.routing.api.availability_bodies import TimeZone
from services.routing.domain.staff import DEFAULT_CAPACITY, Authority, Level, Staff
from shared.http.schemas import Code, CurrencyCode, Email, In, LanguageTag, Out, Phone, Text
from shared.kernel.money import Money

Name = Annotated[str, Text(200)]
Label = Annotated[str, Text(100)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Languages = Annotated[list[LanguageTag], Field(min_length=1, max_length=30)]


def _one_skill(text: str) -> str:
    if "," in text or "|" in text:
        raise ValueError(
            "has neither a comma nor a bar: they part the skills of one person in files and other directories"
        )
    return text


Skills = Annotated[list[Annotated[Label, AfterValidator(_one_skill)]], Field(max_length=100)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Capacity = Annotated[int, Field(ge=0, le=500)]


class ContactIn(In):
    """How to reach somebody."""

    email: Email | None = None
    phone: Phone | None = None


class AuthorityIn(In):
    """A remedy that may be granted without asking, up to an amount."""

    remedy: Annotated[str, Code(64)]
    amount: Amount
    currency: CurrencyCode


Authorities = Annotated[list[AuthorityIn], Field(max_length=100)]


def _one_limit_each(granted: list[AuthorityIn]) -> list[AuthorityIn]:
    seen = {(one.remedy, one.currency) for one in granted}
    if len(seen) != len(granted):
        raise ValueError("a remedy has one limit in each currency")
    return granted


class StaffIn(In):
    """A new member of staff."""

    name: Name
    level: Level
    department: Label | None = None
    branch: Label | None = None
    languages: Languages
    skills: Skills = Field(default_factory=list)
    cross_skills: Skills = Field(default_factory=list)
    """What they can help out with, besides what they were trained for."""
    reports_to: UUID | None = None
    deputy_id: UUID | None = None
    """Who stands in for them, where an absence names nobody else."""
    time_zone: TimeZone | None = None
    country: Country | None = None
    capacity: Capacity = DEFAULT_CAPACITY
    contact: ContactIn = ContactIn()
    authority: Authorities = Field(default_factory=list)

    _limits = field_validator("authority")(_one_limit_each)

    def person(self, staff_id: UUID) -> Staff:
        """The member of staff that this describes."""
        return Staff(id=staff_id, name=self.name, level=self.level, **_members(self))


class StaffChange(In):
    """What changes; members left out stay as they are."""

    name: Name | None = None
    level: Level | None = None
    department: Label | None = None
    branch: Label | None = None
    languages: Languages | None = None
    skills: Skills | None = None
    cross_skills: Skills | None = None
    reports_to: UUID | None = None
    deputy_id: UUID | None = None
    time_zone: TimeZone | None = None
    country: Country | None = None
    capacity: Capacity | None = None
    contact: ContactIn | None = None
    authority: Authorities | None = None
    active: bool | None = None

    @field_validator(
        "name", "level", "languages", "skills", "cross_skills", "capacity", "contact", "authority", "active"
    )
    @classmethod
    def _not_null(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("can be left out, not emptied")
        return value

    _limits = field_validator("authority")(_one_limit_each)

    def changes(self) -> dict[str, Any]:
        """The new values by the name of the member of Staff; null empties what may be empty."""
        return _members(self)


def _members(body: StaffIn | StaffChange) -> dict[str, Any]:
    given = {name: getattr(body, name) for name in _given(body)}
    if (contact := given.pop("contact", None)) is not None:
        given |= {"email": contact.email, "phone": contact.phone}
    for name in ("languages", "skills", "cross_skills"):
        if name in given:
            given[name] = frozenset(given[name])
    if "authority" in given:
        given["authority"] = tuple(
            Authority(one.remedy, Money(one.amount, one.currency))
            for one in sorted(given["authority"], key=lambda one: (one.remedy, one.currency))
        )
    return given


def _given(body: StaffIn | StaffChange) -> set[str]:
    if isinstance(body, StaffChange):
        return set(body.model_fields_set)
    return set(StaffIn.model_fields) - {"name", "level"}


class ContactOut(Out):
    email: str | None
    phone: str | None


class AuthorityOut(Out):
    remedy: str
    amount: Decimal
    currency: str


class StaffOut(Out):
    """A member of staff."""

    id: UUID
    name: str
    level: Level
    department: str | None
    branch: str | None
    languages: list[str]
    skills: list[str]
    cross_skills: list[str]
    reports_to: UUID | None
    deputy_id: UUID | None
    time_zone: str | None
    country: str | None
    capacity: int
    contact: ContactOut
    authority: list[AuthorityOut]
    active: bool
    version: int

    @classmethod
    def of(cls, person: Staff) -> Self:
        return cls(
            id=person.id,
            name=person.name,
            level=person.level,
            department=person.department,
            branch=person.branch,
            languages=sorted(person.languages),
            skills=sorted(person.skills),
            cross_skills=sorted(person.cross_skills),
            reports_to=person.reports_to,
            deputy_id=person.deputy_id,
            time_zone=person.time_zone,
            country=person.country,
            capacity=person.capacity,
            contact=ContactOut(email=person.email, phone=person.phone),
            authority=[
                AuthorityOut(remedy=one.remedy, amount=one.limit.amount, currency=one.limit.currency)
                for one in person.authority
            ],
            active=person.active,
            version=person.version,
        )
