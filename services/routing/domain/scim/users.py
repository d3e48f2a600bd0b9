"""A SCIM user as a member of staff, and back.

What the identity provider said is handed back as it said it for as long as it still holds; what was changed here since
is shown as it is now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from services.routing.domain.formats import EMAIL, LANGUAGE, PHONE, language_tag
from services.routing.domain.scim.errors import InvalidValue
from services.routing.domain.scim.paths import Document
from services.routing.domain.scim.schemas import ENTERPRISE_URN, STAFF_URN
from services.routing.domain.staff import Level, Staff
from services.routing.domain.working_time import UnknownTimeZone, zone_of
from shared.kernel.errors import FieldError

_PUNCTUATION = re.compile(r"[\s().\-/]")
_LABEL, _NAME, _ADDRESS = 100, 200, 254


@dataclass(frozen=True, slots=True)
class Account:
    """What the identity provider knows somebody by, and all that it said of them, its own attributes included."""

    user_name: str
    external_id: str | None = None
    said: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A member of staff with their account, and the groups that they belong to, by id and name."""

    person: Staff
    account: Account
    created_at: datetime
    changed_at: datetime
    groups: tuple[tuple[UUID, str], ...] = ()

    @property
    def version(self) -> int:
        """The version of the member of staff."""
        return self.person.version


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of Staff that SCIM speaks of: what a document means for it, and how it is shown when it is otherwise."""

    name: str
    derived: Callable[[Document, str], Any]
    show: Callable[[Document, Any], None]


def account_of(document: Document) -> Account:
    """The account in a document."""
    said = {name: value for name, value in document.items() if name not in _APART}
    return Account(document["userName"], document.get("externalId"), said)


def person_of(document: Document, before: Staff) -> Staff:
    """The member of staff whom the document describes; what SCIM does not speak of stays. Raises InvalidValue."""
    user_name = document["userName"]
    return replace(before, **{member.name: member.derived(document, user_name) for member in _MEMBERS})


def document_of(person: Staff, account: Account) -> Document:
    """Everything that a client may write, as it stands; without id, meta and groups."""
    document: Document = {
        name: dict(value) if isinstance(value, Mapping) else value for name, value in (account.said or {}).items()
    }
    for member in _MEMBERS:
        now = getattr(person, member.name)
        if member.derived(document, account.user_name) != now:
            member.show(document, now)
    document["userName"] = account.user_name
    if account.external_id is not None:
        document["externalId"] = account.external_id
    if account.said is None:
        document["active"] = person.active
    return document


_APART = frozenset({"userName", "externalId"})


def _full_name(document: Document, user_name: str) -> str:
    parts = document.get("name") or {}
    whole = " ".join(parts[part] for part in ("givenName", "familyName") if part in parts)
    return _bounded(document.get("displayName") or parts.get("formatted") or whole or user_name, "displayName", _NAME)


def _email(document: Document, _: str) -> str | None:
    for position, one in enumerate(document.get("emails", ())):
        address = one.get("value", "")
        if address and (len(address) > _ADDRESS or not EMAIL.fullmatch(address)):
            raise _wrong(f"/emails/{position}/value", "is an e-mail address")
    return _preferred(document.get("emails", ()))


def _phone(document: Document, _: str) -> str | None:
    """E.164 where the number can be read so; others are kept as they were said, and given to nobody."""
    said = _preferred(document.get("phoneNumbers", ()))
    number = _PUNCTUATION.sub("", (said or "").removeprefix("tel:"))
    return number if PHONE.fullmatch(number) else None


def _preferred(values: Any) -> str | None:
    ordered = sorted(values, key=lambda one: (not one.get("primary", False), one.get("type") != "work"))
    return next((one["value"] for one in ordered if "value" in one), None)


def _level(document: Document, _: str) -> Level:
    said = document.get(STAFF_URN, {}).get("level")
    if said is None:
        return Level.AGENT
    try:
        return Level(said.lower())
    except ValueError as error:
        raise _wrong(f"/{STAFF_URN}/level", f"is one of {', '.join(level.value for level in Level)}") from error


def _languages(document: Document, _: str) -> frozenset[str]:
    said = document.get(STAFF_URN, {}).get("languages")
    if said is None:
        preferred = str(document.get("preferredLanguage", "")).replace("_", "-")
        return frozenset({language_tag(preferred)}) if LANGUAGE.fullmatch(preferred) else frozenset()
    if not all(LANGUAGE.fullmatch(tag) for tag in _parts(said)):
        raise _wrong(f"/{STAFF_URN}/languages", "is language tags (BCP 47), parted by commas")
    return frozenset(language_tag(tag) for tag in _parts(said))


def _time_zone(document: Document, _: str) -> str | None:
    said: str | None = document.get("timezone")
    try:
        zone_of(said)
    except UnknownTimeZone as error:
        raise _wrong("/timezone", "is the IANA name of a time zone") from error
    return said


def _reports_to(document: Document, _: str) -> UUID | None:
    said = document.get(ENTERPRISE_URN, {}).get("manager", {}).get("value")
    try:
        return None if said is None else UUID(said)
    except ValueError as error:
        raise _wrong(f"/{ENTERPRISE_URN}/manager/value", "is the id of a user") from error


def _labels(name: str) -> Callable[[Document, str], frozenset[str]]:
    def derived(document: Document, _: str) -> frozenset[str]:
        said = document.get(STAFF_URN, {}).get(name, "")
        return frozenset(_bounded(one, f"{STAFF_URN}/{name}", _LABEL) for one in _parts(said))

    return derived


def _label(urn: str, name: str) -> Callable[[Document, str], str | None]:
    def derived(document: Document, _: str) -> str | None:
        said = document.get(urn, {}).get(name)
        return None if said is None else _bounded(said, f"{urn}/{name}", _LABEL)

    return derived


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(sorted(parts))


def _bounded(text: str, name: str, most: int) -> str:
    if len(text) > most:
        raise _wrong(f"/{name}", f"has at most {most} characters")
    return text


def _set(document: Document, name: str, value: Any) -> None:
    if value in (None, "", {}):
        document.pop(name, None)
    else:
        document[name] = value


def _core(name: str) -> Callable[[Document, Any], None]:
    return lambda document, value: _set(document, name, value)


def _only(name: str) -> Callable[[Document, Any], None]:
    def show(document: Document, value: Any) -> None:
        _set(document, name, None if value is None else [{"value": value, "type": "work", "primary": True}])

    return show


def _extended(
    urn: str, name: str, written: Callable[[Any], Any] = lambda value: value
) -> Callable[[Document, Any], None]:
    def show(document: Document, value: Any) -> None:
        inner = dict(document.get(urn) or {})
        _set(inner, name, None if value is None else written(value))
        _set(document, urn, inner)

    return show


_MEMBERS = (
    _Member(
        "active", lambda document, _: document.get("active", True), lambda document, yes: document.update(active=yes)
    ),
    _Member("name", _full_name, _core("displayName")),
    _Member("email", _email, _only("emails")),
    _Member("phone", _phone, _only("phoneNumbers")),
    _Member("time_zone", _time_zone, _core("timezone")),
    _Member("department", _label(ENTERPRISE_URN, "department"), _extended(ENTERPRISE_URN, "department")),
    _Member("reports_to", _reports_to, _extended(ENTERPRISE_URN, "manager", lambda value: {"value": str(value)})),
    _Member("level", _level, _extended(STAFF_URN, "level", lambda level: level.value)),
    _Member("branch", _label(STAFF_URN, "branch"), _extended(STAFF_URN, "branch")),
    _Member("languages", _languages, _extended(STAFF_URN, "languages", _joined)),
    _Member("skills", _labels("skills"), _extended(STAFF_URN, "skills", _joined)),
    _Member("cross_skills", _labels("crossSkills"), _extended(STAFF_URN, "crossSkills", _joined)),
)


def _wrong(pointer: str, why: str) -> InvalidValue:
    return InvalidValue(f"{pointer.lstrip('/')} {why}", fields=(FieldError(pointer, why),))
