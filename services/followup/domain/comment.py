"""A comment: what somebody says about staff, at any time, asked or unasked (FO-5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

RATING = range(1, 6)
WORDS = 4000
STAFF = 20
"""At most so many people can be named in one comment."""


class CommentStatus(Enum):
    """Whether a comment stands."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class Source(Enum):
    """Which way a comment came."""

    API = "api"
    PAGE = "page"
    KIOSK = "kiosk"
    CARD = "card"
    LETTER = "letter"
    PHONE = "phone"
    IN_PERSON = "in_person"
    MESSAGING = "messaging"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment, at one version of it. Its words and its author's name stay with followup."""

    id: UUID
    text: str
    rating: int
    language: str
    staff_ids: tuple[UUID, ...]
    voluntary: bool
    source: Source
    received_at: datetime
    customer_id: UUID | None = None
    author_name: str | None = None
    author_contact: str | None = None
    desk: str | None = None
    submission_id: UUID | None = None
    """The form that it came from: sending one form twice leaves one comment."""
    status: CommentStatus = CommentStatus.RECEIVED
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    left_by: str | None = None
    """Whose token left it; None where it came over the public page."""
    held: bool = False
    """It hurts whom its author was sanctioned for hurting, so it weighs nothing (RO-11)."""
    version: int = 1

    def withdraw(self, *, by: str, now: datetime) -> Comment:
        """Take it back; a comment already taken back stays as it is (RE-4)."""
        if self.status is CommentStatus.WITHDRAWN:
            return self
        return replace(
            self,
            status=CommentStatus.WITHDRAWN,
            withdrawn_at=now,
            withdrawn_by=by,
            version=self.version + 1,
        )


def named_once(staff_ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """The people named, each once, in the order in which they were named."""
    return tuple(dict.fromkeys(staff_ids))
