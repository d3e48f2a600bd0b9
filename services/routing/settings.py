"""Routing's own knobs."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from shared.settings import Settings


class RoutingSettings(Settings):
    """How long things may take, and by whose hours."""

    handoff_answer_minutes: int = Field(default=30, ge=1, le=10_080)
    """Minutes until an unanswered handoff climbs one level (RO-4)."""
    hot_rest_minutes: int = Field(default=60, ge=0, le=1_440)
    """Minutes for which whoever had a hot case gets no other one (RO-10)."""
    clock_warn_share: float = Field(default=0.75, gt=0, lt=1)
    """After which share of its length a clock warns, where its rule says nothing else (RO-7)."""
    company_time_zone: str = "UTC"
    """By which days and years the company counts (IANA name)."""
    company_country: str | None = Field(default=None, pattern="^[A-Z]{2}$")
    """Whose public holidays it keeps (ISO 3166), where no calendar says so."""
    update_every_hours: int = Field(default=24, ge=1, le=720)
    """Hours until a customer who waits hears how it goes (RO-13)."""
    forgotten_after_hours: int = Field(default=72, ge=1, le=8_760)
    """Hours without a word to the customer after which a case counts as forgotten (RO-13)."""
    promise_grace_minutes: int = Field(default=0, ge=0, le=1_440)
    """Minutes after its due time for which a promise is not yet broken (RO-8)."""
    max_staff_import_bytes: int = Field(default=10_485_760, ge=1024)
    """The largest list of staff that is taken in one go (RO-1)."""

    @property
    def handoff_answer_within(self) -> timedelta:
        return timedelta(minutes=self.handoff_answer_minutes)

    @property
    def hot_rest(self) -> timedelta:
        return timedelta(minutes=self.hot_rest_minutes)

    @property
    def update_every(self) -> timedelta:
        return timedelta(hours=self.update_every_hours)

    @property
    def forgotten_after(self) -> timedelta:
        return timedelta(hours=self.forgotten_after_hours)

    @property
    def promise_grace(self) -> timedelta:
        return timedelta(minutes=self.promise_grace_minutes)
