"""Errors that rules raise: a kind, a slug and a fact. They know neither HTTP nor NATS.

RedressError
    Invalid              what was sent can't be accepted as it is
    Unauthenticated      nobody, or nobody we can verify
    Forbidden            known, but not allowed
    NotFound             missing, or foreign: both answer alike
    Conflict             against the present state
    PreconditionFailed   the caller's version is not the current one
    PreconditionRequired the caller must name a version
    Gone                 it was here, and is over (an expired link)
    TooLarge             more than the bound allows
    TooMany              sooner than the rate allows
    Unavailable          a part that we need does not answer; trying again may help
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar


class Kind(Enum):
    """What sort of failure it is; the edges map it to a status, a nak or a term."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    CONFLICT = "conflict"
    PRECONDITION_FAILED = "precondition-failed"
    PRECONDITION_REQUIRED = "precondition-required"
    GONE = "gone"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class FieldError:
    """One field that is wrong: `pointer` is an RFC 6901 JSON pointer into the body, or a parameter's name."""

    pointer: str
    detail: str


class RedressError(Exception):
    """The root. Subclasses set `kind`, `slug` (kebab-case, stable, public) and `title`."""

    kind: ClassVar[Kind]
    slug: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, detail: str = "", *, fields: tuple[FieldError, ...] = (), **extra: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.fields = fields
        self.extra = extra


class Invalid(RedressError):
    kind = Kind.INVALID
    slug = "invalid"
    title = "What was sent can't be accepted"


class Unauthenticated(RedressError):
    kind = Kind.UNAUTHENTICATED
    slug = "unauthenticated"
    title = "A valid bearer token is needed"


class Forbidden(RedressError):
    kind = Kind.FORBIDDEN
    slug = "forbidden"
    title = "This is not allowed for you"


class NotFound(RedressError):
    kind = Kind.NOT_FOUND
    slug = "not-found"
    title = "There is no such thing here"


class Conflict(RedressError):
    kind = Kind.CONFLICT
    slug = "conflict"
    title = "The present state does not allow it"


class PreconditionFailed(RedressError):
    kind = Kind.PRECONDITION_FAILED
    slug = "precondition-failed"
    title = "It has changed since you read it"


class PreconditionRequired(RedressError):
    kind = Kind.PRECONDITION_REQUIRED
    slug = "precondition-required"
    title = "Name the version you read in If-Match"


class Gone(RedressError):
    kind = Kind.GONE
    slug = "gone"
    title = "This is over"


class TooLarge(RedressError):
    kind = Kind.TOO_LARGE
    slug = "too-large"
    title = "This is more than is accepted"


class TooMany(RedressError):
    kind = Kind.TOO_MANY
    slug = "too-many"
    title = "Too many requests; wait a little"


class Unavailable(RedressError):
    kind = Kind.UNAVAILABLE
    slug = "unavailable"
    title = "A part that is needed does not answer; try again"
