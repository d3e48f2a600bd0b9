"""What somebody says happened: claimed until a source verifies or refutes it (IN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.kernel.errors import Conflict, FieldError, Invalid, NotFound

GOOD_FAITH = "the customer's word, taken in good faith"
"""A source like any other, where nothing better can be had or would be worth asking the customer for."""


class Standing(StrEnum):
    """How much a statement is worth to those who conclude something from it."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    REFUTED = "refuted"


class Matter(StrEnum):
    """Which of the two problems a statement is about (IN-8)."""

    FAULT = "fault"
    FEELING = "feeling"
    OTHER = "other"


class VerdictIncomplete(Invalid):
    slug = "verdict-incomplete"
    title = "A verdict names its source, and one that is taken back says why"


class FeelingRefuted(Invalid):
    slug = "feeling-refuted"
    title = "How somebody feels is theirs to say; it can't be refuted"


class NothingToTakeBack(Conflict):
    slug = "nothing-to-take-back"
    title = "This statement is only claimed; there is no verdict to take back"


class StatementNotFound(NotFound):
    slug = "statement-not-found"
    title = "This complaint has no such statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One judgement of a statement, numbered from 1; the newest holds, the others stay to be read."""

    id: UUID
    number: int
    status: Standing
    source: str | None
    note: str | None
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What was said, by whom or what (`source`), and the newest verdict on it."""

    id: UUID
    text: str
    source: str
    about: Matter | None
    stated_by: str
    stated_at: datetime
    verdict: Verdict | None = None

    @property
    def status(self) -> Standing:
        """What the newest verdict says; a statement without one is a claim."""
        return self.verdict.status if self.verdict else Standing.CLAIMED

    @property
    def version(self) -> int:
        """1 as stated, one more with each verdict."""
        return 1 + (self.verdict.number if self.verdict else 0)

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be checked. A feeling needs no proof."""
        return self.status is Standing.CLAIMED and self.about is not Matter.FEELING


def judge(
    statement: Statement, *, id: UUID, status: Standing, source: str | None, note: str | None, by: str, now: datetime
) -> Verdict:
    """The next verdict. Raises VerdictIncomplete, FeelingRefuted or NothingToTakeBack."""
    if status is Standing.REFUTED and statement.about is Matter.FEELING:
        raise FeelingRefuted(fields=(FieldError("/status", FeelingRefuted.title),))
    if status is Standing.CLAIMED:
        if statement.status is Standing.CLAIMED:
            raise NothingToTakeBack
        if note is None:
            raise VerdictIncomplete(fields=(FieldError("/note", "say why the verdict is taken back"),))
    elif source is None:
        detail = f"name what shows it: a document, a record, a witness, or {GOOD_FAITH}"
        raise VerdictIncomplete(fields=(FieldError("/source", detail),))
    return Verdict(id=id, number=statement.version, status=status, source=source, note=note, given_by=by, given_at=now)
