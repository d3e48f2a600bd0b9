"""Answers about who carries what."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.routing.domain.staff import Level
from shared.http.schemas import Out


class WorkloadOut(Out):
    """What somebody carries now, to share out work by; no measure of anybody."""

    staff_id: UUID
    name: str
    level: Level
    department: str | None
    capacity: int = Field(description="how many open cases they can carry")
    open: int
    waiting: int = Field(description="of these, how many wait in a queue for somebody who suits")
    hot: int
    overdue: int = Field(description="of the open ones, how many have a clock that has run out")
    on_duty: bool
    absent: bool
    resting: bool = Field(description="gets no hot case just now")


class LoadPeriodOut(Out):
    """The day that is told of."""

    from_: str = Field(alias="from")
    to: str


class TeamLoadRow(Out):
    """A department; null for cases of none."""

    department: str | None
    people: int
    capacity: int
    open: int
    waiting: int
    hot: int
    overdue: int
    share: float | None


class TeamLoadOut(Out):
    """What each department carries, in the order of their names."""

    name: str
    period: LoadPeriodOut
    as_of: datetime
    definitions: dict[str, str] = Field(description="What each figure means")
    rows: list[TeamLoadRow]
