"""What a complaint is about, what it cost and what is wished for, as it is understood now (IN-9, IN-11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.intake.domain.complaint import Complaint, changed
from services.intake.domain.lifecycle import OPEN
from services.intake.domain.new_complaint import Impact
from services.intake.domain.urgency import urgency_of
from services.intake.domain.vocabulary import RootCause, Urgency, WishKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Where a complaint belongs; `category` is a code of the company's own list."""

    department: str | None
    product: str | None
    branch: str | None
    category: str | None


def classification_of(complaint: Complaint) -> Classification:
    """As it is now."""
    return Classification(
        department=complaint.department,
        product=complaint.product,
        branch=complaint.branch,
        category=complaint.category,
    )


def classify(complaint: Complaint, to: Classification) -> Complaint:
    """Under this classification, also where that takes it out of the sight of who classifies."""
    return replace(
        changed(complaint), department=to.department, product=to.product, branch=to.branch, category=to.category
    )


def cost_them(complaint: Complaint, *, impact: Impact, now: datetime) -> Complaint:
    """With what it cost the customer, and the urgency that follows (IN-9)."""
    return replace(changed(complaint), impact=impact, urgency=_urgency(complaint, impact, now))


def wish_for(complaint: Complaint, *, kind: WishKind, detail: str | None) -> Complaint:
    """With what the customer wants, also where it can't be given (IN-11)."""
    return replace(changed(complaint), wish_kind=kind, wish_detail=detail)


def attribute(complaint: Complaint, *, cause: RootCause) -> Complaint:
    """With the cause that was concluded from the facts (IN-12)."""
    return replace(changed(complaint), root_cause=cause)


def reassess(complaint: Complaint, *, now: datetime) -> Complaint | None:
    """With the urgency of `now`; None where it stays as it is, or nobody waits for anything any more (IN-9)."""
    urgency = _urgency(complaint, complaint.impact, now)
    if urgency is complaint.urgency or complaint.status not in OPEN:
        return None
    return replace(changed(complaint), urgency=urgency)


def _urgency(complaint: Complaint, impact: Impact | None, now: datetime) -> Urgency:
    return urgency_of(feeling=complaint.feeling, impact=impact, now=now, time_zone=complaint.time_zone)
