"""Routing's own knobs."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from shared.settings import Settings


class RoutingSettings(Settings):
    """How long the one to whom a case is offered has to answer."""

    handoff_answer_minutes: int = Field(default=30, ge=1, le=10_080)
    """Minutes until an unanswered handoff climbs one level (RO-4)."""

    @property
    def handoff_answer_within(self) -> timedelta:
        return timedelta(minutes=self.handoff_answer_minutes)
