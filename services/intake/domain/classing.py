"""A complaint follows its family: it takes over the family's category and root cause (IN-21)."""

from __future__ import annotations

from dataclasses import replace

from services.intake.domain.complaint import Complaint, changed
from services.intake.domain.family import Family


def classed(complaint: Complaint, family: Family) -> Complaint:
    """One version on, with what the family knows; what it doesn't know leaves the complaint's own as it is."""
    return replace(
        changed(complaint),
        category=family.category or complaint.category,
        root_cause=family.root_cause or complaint.root_cause,
    )
