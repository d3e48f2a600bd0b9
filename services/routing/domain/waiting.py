"""How long an answer to an offer is waited for, in working time (RO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.routing.domain.business_time import Hours, Span, Unit
from services.routing.domain.ladder import Step


@dataclass(frozen=True, slots=True)
class Waiting:
    """By which hours, how long where the ladder says nothing, and from when on."""

    hours: Hours
    within: timedelta
    now: datetime

    def until(self, step: Step) -> datetime:
        """Until when somebody on this step answers."""
        return self.after(self.length(step))

    def length(self, step: Step | None) -> timedelta:
        """How long somebody on this step has; on one that the ladder no longer has, as where it says nothing."""
        return step.within if step is not None and step.within is not None else self.within

    def after(self, length: timedelta) -> datetime:
        """When so much working time has passed."""
        return self.hours.add(self.now, Span.of(length, unit=Unit.BUSINESS_HOURS))
