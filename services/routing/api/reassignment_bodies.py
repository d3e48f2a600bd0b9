"""Bodies of requests to give a case to somebody else, and of answers about who could take it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from services.routing.domain.assignment import Match, PassedOver
from services.routing.domain.staff import Level
from services.routing.queries.candidates import CandidatesView
from shared.http.schemas import In, Out, Text


class ReassignmentIn(In):
    """Why a case goes to somebody else, and to whom; without a name, to the best who suits."""

    why: Annotated[str, Text(500)]
    to_id: UUID | None = None


class CandidateOut(Out):
    """Somebody who could take the case, and what speaks for them."""

    staff_id: UUID
    name: str
    level: Level
    department: str | None
    load: int
    capacity: int
    why: list[str]

    @classmethod
    def of(cls, found: Match) -> Self:
        staff = found.staff
        return cls(
            staff_id=staff.id,
            name=staff.name,
            level=staff.level,
            department=staff.department,
            load=found.candidate.load,
            capacity=staff.capacity,
            why=list(found.why),
        )


class DecisionOut(Out):
    """How the case was placed last by a rule: who was ranked then, and how many were passed over for which reason."""

    version: int
    decided_at: datetime
    suitable: int
    ranked: list[UUID]
    passed_over: dict[PassedOver, int]


class CandidatesOut(Out):
    """Who would take the case now, best first; what is not known to suit is counted by the reason."""

    ranked: list[CandidateOut]
    suitable: int = Field(description="how many could take it; `ranked` shows the best of them")
    passed_over: dict[PassedOver, int]
    decided: DecisionOut | None

    @classmethod
    def of(cls, view: CandidatesView) -> Self:
        return cls(
            ranked=[CandidateOut.of(found) for found in view.ranking.matches],
            suitable=view.ranking.suitable,
            passed_over=dict(view.ranking.passed_over),
            decided=None if view.decided is None else DecisionOut.model_validate(view.decided),
        )
