"""Bodies of requests about the ladder, and of their answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from services.routing.domain.ladder import Ability, Edition, Reason, Step, Way
from services.routing.domain.staff import Level
from services.routing.queries.case_ladder import CaseLadder, CaseStep
from shared.http.schemas import In, Instant, Out

_MINUTE = timedelta(minutes=1)


class LadderStepIn(In):
    """To whom a case goes for a reason."""

    reason: Reason
    position: int = Field(ge=1, le=20, description="from 1, the first step first")
    level: Level = Field(description="the lowest level that stands on the step")
    within_minutes: int | None = Field(
        default=None, ge=1, le=10_080, description="working time to answer; null: as the setting says"
    )
    how: list[Way] = Field(default=[Way.INBOX], min_length=1, max_length=8)
    needs: list[Ability] = Field(default=[], max_length=8, description="without these nobody is asked")
    prefers: list[Ability] = Field(default=[], max_length=8, description="who has these is asked first")
    same_level: bool = Field(default=False, description="a colleague of the sender's level will do")
    tell_customer: bool = True
    contact: bool = Field(default=False, description="the customer may have this person's full contact details")

    def step(self) -> Step:
        """As the rules know it."""
        return Step(
            reason=self.reason,
            position=self.position,
            level=self.level,
            within=None if self.within_minutes is None else self.within_minutes * _MINUTE,
            how=tuple(self.how),
            needs=frozenset(self.needs),
            prefers=frozenset(self.prefers),
            same_level=self.same_level,
            tell_customer=self.tell_customer,
            contact=self.contact,
        )


class LadderIn(In):
    """A new edition of the ladder, whole; the editions before it stay as they are."""

    edition: int = Field(ge=2, le=1_000_000, description="the first one is built in")
    valid_from: Instant | None = Field(default=None, description="null: from now on")
    steps: Annotated[list[LadderStepIn], Field(min_length=1, max_length=160)]


class LadderStepOut(Out):
    """To whom a case goes for a reason."""

    reason: Reason
    position: int
    level: Level
    within_minutes: int | None
    how: list[Way]
    needs: list[Ability]
    prefers: list[Ability]
    same_level: bool
    tell_customer: bool
    contact: bool

    @classmethod
    def of(cls, step: Step) -> Self:
        return cls(
            reason=step.reason,
            position=step.position,
            level=step.level,
            within_minutes=minutes_of(step),
            how=list(step.how),
            needs=sorted(step.needs, key=lambda need: need.value),
            prefers=sorted(step.prefers, key=lambda wanted: wanted.value),
            same_level=step.same_level,
            tell_customer=step.tell_customer,
            contact=step.contact,
        )


class LadderOut(Out):
    """An edition of the ladder."""

    code: str
    edition: int
    valid_from: datetime
    by_subject: str | None = Field(description="null: built in")
    steps: list[LadderStepOut]

    @classmethod
    def of(cls, edition: Edition) -> Self:
        return cls(
            code=edition.ladder.code,
            edition=edition.ladder.edition,
            valid_from=edition.valid_from,
            by_subject=edition.by_subject,
            steps=[LadderStepOut.of(step) for step in edition.ladder.steps],
        )


class StepPersonOut(Out):
    """Who would be asked."""

    id: UUID
    name: str
    level: Level
    department: str | None


class StepContactOut(Out):
    """What the customer may be given."""

    name: str
    level: Level
    department: str | None
    branch: str | None
    phone: str | None
    email: str | None


class CaseStepOut(Out):
    """A step for one case, with who stands on it now; `person` null where nobody does."""

    reason: Reason
    position: int
    level: Level
    within_minutes: int | None
    how: list[Way]
    tell_customer: bool
    person: StepPersonOut | None
    here_now: bool = Field(description="they are on duty now")
    back_at: datetime | None = Field(description="when they work next, where that is known")
    contact: StepContactOut | None

    @classmethod
    def of(cls, found: CaseStep) -> Self:
        step, person = found.step, found.person
        return cls(
            reason=step.reason,
            position=step.position,
            level=step.level,
            within_minutes=minutes_of(step),
            how=list(step.how),
            tell_customer=step.tell_customer,
            person=None if person is None else StepPersonOut.model_validate(person),
            here_now=found.here_now,
            back_at=found.back_at,
            contact=StepContactOut.model_validate(person) if person is not None and step.contact else None,
        )


class CaseLadderOut(Out):
    """The ladder for one case."""

    edition: int
    steps: list[CaseStepOut]

    @classmethod
    def of(cls, found: CaseLadder) -> Self:
        return cls(edition=found.edition, steps=[CaseStepOut.of(step) for step in found.steps])


def minutes_of(step: Step) -> int | None:
    """How long there is to answer, in minutes."""
    return None if step.within is None else step.within // _MINUTE
