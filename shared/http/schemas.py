"""Base models and types of request and response bodies: strict going in, plain going out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
    field_validator,
)
from pydantic_core import core_schema

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CODE = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
_PHONE = r"^\+[1-9][0-9]{6,14}$"
_CURRENCY = r"^[A-Z]{3}$"
# The langtag of RFC 5646 without grandfathered and private-use-only tags, which no catalogue has.
_LANGUAGE = (
    r"^[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[A-WY-Za-wy-z0-9](?:-[A-Za-z0-9]{2,8})+)*$"
)
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2999


def _without_control_characters(value: str) -> str:
    """PostgreSQL refuses NUL, and no person types the others; line breaks and tabs may stay."""
    if _CONTROL.search(value):
        raise ValueError("control characters are not accepted")
    return value


def _plain(value: Any, *, depth: int = 0) -> None:
    """Hold free-form members to the same rule as declared ones; a bounded depth, so that no input exhausts us."""
    if depth > 64:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        _without_control_characters(value)
    elif isinstance(value, dict):
        for key, member in value.items():
            _plain(key, depth=depth + 1)
            _plain(member, depth=depth + 1)
    elif isinstance(value, list):
        for member in value:
            _plain(member, depth=depth + 1)


# Most addresses are this plain, and the library's whole care costs as much as the rest of a request. What it would
# refuse (special-use domains, stray dots, long labels) or rewrite beyond the domain's case is left to it.
_PLAIN_EMAIL = re.compile(
    r"([a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*)@((?:[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\.){1,4}"
    r"(?!(?:arpa|invalid|local|localhost|onion|test)$)[a-z]{2,20})"
)


def _email(value: str) -> str:
    if len(value) <= 64 and _PLAIN_EMAIL.fullmatch(value) and "--" not in value:
        return value
    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error


def _language(value: str) -> str:
    """Canonical case of RFC 5646 section 2.1.1: en, zh-Hant, pt-BR."""
    first, *rest = value.split("-")
    parts = [first.lower()]
    singleton = False
    for part in rest:
        singleton = singleton or len(part) == 1
        if not singleton and len(part) == 2:
            parts.append(part.upper())
        elif not singleton and len(part) == 4 and part.isalpha():
            parts.append(part.title())
        else:
            parts.append(part.lower())
    return "-".join(parts)


def _instant(value: datetime) -> datetime:
    """To UTC, and in years that a shift of zone can't push over the calendar's edge."""
    if not _EARLIEST_YEAR <= value.year <= _LATEST_YEAR:
        raise ValueError(f"the year must be between {_EARLIEST_YEAR} and {_LATEST_YEAR}")
    return value.astimezone(UTC)


def _day(value: date) -> date:
    if not _EARLIEST_YEAR <= value.year <= _LATEST_YEAR:
        raise ValueError(f"the year must be between {_EARLIEST_YEAR} and {_LATEST_YEAR}")
    return value


@dataclass(frozen=True, slots=True)
class Text:
    """Text of `min` to `max` characters, stripped, without control characters: `Annotated[str, Text(200)]`."""

    max: int
    min: int = 1

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        bounded = core_schema.str_schema(strip_whitespace=True, min_length=self.min, max_length=self.max)
        return core_schema.no_info_after_validator_function(_without_control_characters, bounded)


@dataclass(frozen=True, slots=True)
class Code:
    """A lower-case slug of at most `max` characters, `late-delivery`: `Annotated[str, Code(64)]`."""

    max: int = 64

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.str_schema(strip_whitespace=True, min_length=1, max_length=self.max, pattern=_CODE)


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=254),
    AfterValidator(_without_control_characters),
    AfterValidator(_email),
]
"""An e-mail address (RFC 5321 length), normalised; whether it delivers is not asked."""

Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=16, pattern=_PHONE)]
"""A telephone number in E.164: +37060012345."""

LanguageTag = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=35, pattern=_LANGUAGE), AfterValidator(_language)
]
"""A language in BCP 47, in canonical case."""

CurrencyCode = Annotated[str, StringConstraints(pattern=_CURRENCY)]
"""A currency in ISO 4217."""

Instant = Annotated[AwareDatetime, AfterValidator(_instant)]
"""A point in time with its offset (RFC 3339), turned to UTC."""

Day = Annotated[date, AfterValidator(_day)]
"""A calendar date (ISO 8601)."""


class In(BaseModel):
    """What a caller sends: unknown members refused, strings stripped, no control characters anywhere."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False, hide_input_in_errors=True
    )

    @field_validator("*", mode="after")
    @classmethod
    def _no_control_characters(cls, value: Any) -> Any:
        if isinstance(value, str):
            # Most text is printable throughout, and asking that costs a tenth of searching it; line breaks are not.
            return value if value.isprintable() else _without_control_characters(value)
        if isinstance(value, (list, dict)):
            _plain(value)
        return value


class Out(BaseModel):
    """What a caller gets; made by ourselves, so it is not checked twice."""

    model_config = ConfigDict(frozen=True, from_attributes=True)
