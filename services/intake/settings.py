"""Intake's own knobs."""

from __future__ import annotations

from datetime import timedelta
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from shared.settings import Environment, Settings

DEVELOPMENT_DUTY_OWNER = UUID("0197a000-0000-7000-8000-00000000d07e")


class IntakeSettings(Settings):
    """Who owns what nobody on the staff recorded, and what holds when a caller doesn't say."""

    duty_owner_id: UUID = DEVELOPMENT_DUTY_OWNER
    """The member of staff who owns what a system or a customer records, until routing moves it (IN-2)."""
    duplicates_within: timedelta = Field(default=timedelta(days=30), gt=timedelta(0), le=timedelta(days=3650))
    """How far apart two tellings of one complaint may be, to be suggested as duplicates (IN-21)."""
    default_language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")

    @model_validator(mode="after")
    def _name_the_duty_owner(self) -> Self:
        if self.environment is Environment.PRODUCTION and self.duty_owner_id == DEVELOPMENT_DUTY_OWNER:
            raise ValueError("REDRESS_DUTY_OWNER_ID must name a member of staff outside development")
        return self
