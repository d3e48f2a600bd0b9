"""Followup's own knobs, beside those that every service has."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from shared.settings import Settings


class FollowupSettings(Settings):
    """How long a customer may take, and how long a sending may."""

    assume_solved_after_days: int = Field(default=7, ge=1, le=365)
    """Silence of so many days after a survey counts as solved (FO-2)."""
    survey_link_days: int = Field(default=30, ge=1, le=365)
    """A survey's link works for so many days after it is sent."""
    sending_doubt_minutes: int = Field(default=10, ge=3, le=240)
    """A survey that has been `sending` for so long was cut off: nobody knows whether it went out."""

    @property
    def patience(self) -> timedelta:
        """How long silence lasts before it counts as solved."""
        return timedelta(days=self.assume_solved_after_days)

    @property
    def link_lifetime(self) -> timedelta:
        """How long a survey's link works."""
        return timedelta(days=self.survey_link_days)

    @property
    def doubt(self) -> timedelta:
        """After how long a survey in `sending` is taken for cut off."""
        return timedelta(minutes=self.sending_doubt_minutes)

    @property
    def own_url(self) -> str:
        """Where customers reach followup's pages, without a trailing slash."""
        return (self.public_url or self.followup_url).rstrip("/")
