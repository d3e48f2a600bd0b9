"""Feeling, impact, wish, class and cause of a complaint as callers send and see them (IN-8 to IN-12)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import model_validator

from services.intake.api.answers import Impact, MoneyOut, Wish
from services.intake.api.finding_bodies import FindingOut
from services.intake.domain.complaint import Complaint
from services.intake.domain.vocabulary import Channel, Feeling, RootCause, Urgency
from shared.http.schemas import Code, In, Out, Text


class FeelingIn(In):
    """How the customer feels now."""

    feeling: Feeling
    note: Annotated[str, Text(2000)] | None = None


class FeelingAcknowledgementIn(In):
    """What the customer was told about how they feel, word for word, and how they were told."""

    words: Annotated[str, Text(2000)]
    channel: Channel


class ClassificationIn(In):
    """Where the complaint belongs. What is left out stays as it is; null takes a member away."""

    department: Annotated[str, Text(200)] | None = None
    product: Annotated[str, Text(200)] | None = None
    branch: Annotated[str, Text(200)] | None = None
    category: Annotated[str, Code(64)] | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("name at least one of department, product, branch, category")
        return self


class UnderstandingOut(Out):
    """What is understood of a complaint now; `version` is the complaint's."""

    id: UUID
    version: int
    department: str | None
    product: str | None
    branch: str | None
    category: str | None
    urgency: Urgency
    feeling: Feeling | None
    feeling_acknowledged_at: datetime | None
    desired_resolution: Wish | None
    impact: Impact | None
    root_cause: RootCause | None


class FeelingAcknowledgedOut(Out):
    """The feeling was acknowledged; `wording` is what could have been said better."""

    id: UUID
    version: int
    feeling: Feeling
    feeling_acknowledged_at: datetime
    wording: list[FindingOut]


def understanding(complaint: Complaint) -> UnderstandingOut:
    """What is understood of it now."""
    wish = Wish(kind=complaint.wish_kind, detail=complaint.wish_detail) if complaint.wish_kind else None
    return UnderstandingOut(
        id=complaint.id,
        version=complaint.version,
        department=complaint.department,
        product=complaint.product,
        branch=complaint.branch,
        category=complaint.category,
        urgency=complaint.urgency,
        feeling=complaint.feeling,
        feeling_acknowledged_at=complaint.feeling_acknowledged_at,
        desired_resolution=wish,
        impact=_impact(complaint),
        root_cause=complaint.root_cause,
    )


def _impact(complaint: Complaint) -> Impact | None:
    impact = complaint.impact
    if impact is None:
        return None
    lost = impact.money_lost
    return Impact(
        detail=impact.detail,
        money_lost=MoneyOut(amount=str(lost.amount), currency=lost.currency) if lost else None,
        minutes_lost=impact.minutes_lost,
        occasion=impact.occasion,
        occasion_on=impact.occasion_on,
    )
