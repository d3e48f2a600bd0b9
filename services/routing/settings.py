"""Routing's own knobs."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import Settings


class HotRest(BaseSettings):
    """A knob of its own, for reactions too, which are given no settings."""

    model_config = SettingsConfigDict(env_prefix="REDRESS_", frozen=True, extra="ignore")

    hot_rest_minutes: int = Field(default=60, ge=0, le=1_440)
    """Minutes for which whoever had a hot case gets no other one (RO-10)."""

    @property
    def hot_rest(self) -> timedelta:
        return timedelta(minutes=self.hot_rest_minutes)


class RoutingSettings(Settings, HotRest):
    """How long things may take, and by whose hours."""

    handoff_answer_minutes: int = Field(default=30, ge=1, le=10_080)
    """Minutes until an unanswered handoff climbs one level (RO-4)."""
    company_time_zone: str = "UTC"
    """By which days and years the company counts (IANA name)."""
    forgotten_after_hours: int = Field(default=72, ge=1, le=8_760)
    """Hours without a word to the customer after which a case counts as forgotten (RO-13)."""
    promise_grace_minutes: int = Field(default=0, ge=0, le=1_440)
    """Minutes after its due time for which a promise is not yet broken (RO-8)."""
    max_staff_import_bytes: int = Field(default=10_485_760, ge=1024)
    """The largest list of staff that is taken in one go (RO-1)."""

    @field_validator("company_time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("is no time zone that is known here (IANA name)")
        return value

    @property
    def company_zone(self) -> ZoneInfo:
        return ZoneInfo(self.company_time_zone)

    @property
    def handoff_answer_within(self) -> timedelta:
        return timedelta(minutes=self.handoff_answer_minutes)

    @property
    def forgotten_after(self) -> timedelta:
        return timedelta(hours=self.forgotten_after_hours)

    @property
    def promise_grace(self) -> timedelta:
        return timedelta(minutes=self.promise_grace_minutes)


@lru_cache(maxsize=1)
def hot_rest() -> timedelta:
    """The rest after a hot case as the environment says (RO-10)."""
    return HotRest().hot_rest
