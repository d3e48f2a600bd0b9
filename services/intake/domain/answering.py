"""When a customer can be answered, and what comes before the facts of it: their feeling (IN-8)."""

from __future__ import annotations

from services.intake.domain.complaint import Complaint
from services.intake.domain.errors import NotPossibleNow
from services.intake.domain.lifecycle import OPEN, possible
from services.intake.domain.vocabulary import Feeling
from shared.kernel.errors import FieldError


def check_open(complaint: Complaint) -> None:
    """Raise NotPossibleNow, naming what is possible, for a complaint that waits for nothing any more."""
    if complaint.status not in OPEN:
        steps = [str(step) for step in possible(complaint.status)]
        raise NotPossibleNow(
            f"A complaint that is {complaint.status} needs no further answer; "
            f"possible now: {', '.join(steps) or 'nothing'}",
            status=str(complaint.status),
            possible=steps,
        )


def feeling_first(complaint: Complaint) -> list[FieldError]:
    """What is missing while a feeling waits to be acknowledged; calm needs no acknowledging (IN-8)."""
    if complaint.feeling in (None, Feeling.CALM) or complaint.feeling_acknowledged_at is not None:
        return []
    return [FieldError("/feeling_acknowledged", f"The customer is {complaint.feeling}: acknowledge the feeling first")]
