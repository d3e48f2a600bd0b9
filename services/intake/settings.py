"""Intake's own knobs."""

from __future__ import annotations

from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import Field, field_validator, model_validator

from shared.settings import Environment, Settings

DEVELOPMENT_DUTY_OWNER = UUID("0197a000-0000-7000-8000-00000000d07e")
USUAL_DEADLINES = (1, 2, 4, 8, 12, 24, 48, 72, 168)
"""Hours; each begins a bucket of the histogram in domain/hours.py."""


class IntakeSettings(Settings):
    """Who owns what nobody on the staff recorded, and what holds when a caller doesn't say."""

    duty_owner_id: UUID = DEVELOPMENT_DUTY_OWNER
    """The member of staff who owns what a system or a customer records, until routing moves it (IN-2)."""
    default_language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")

    first_answer_within_hours: float = 24
    """A first answer that took as long is counted as late, unless a caller asks for another bound (IN-15)."""
    tarp_never_complain: Decimal = Field(default=Decimal("0.96"), ge=0, lt=1)
    """What the estimate of silent complainers assumes, where a caller says nothing else (IN-22)."""
    tarp_dont_return: Decimal = Field(default=Decimal("0.90"), ge=0, le=1)
    tarp_each_tells: Decimal = Field(default=Decimal(9), ge=0)
    tarp_tell_many_share: Decimal = Field(default=Decimal("0.13"), ge=0, le=1)
    tarp_tell_many: Decimal = Field(default=Decimal(20), ge=0)

    @field_validator("first_answer_within_hours")
    @classmethod
    def _a_counted_deadline(cls, hours: float) -> float:
        if hours not in USUAL_DEADLINES:
            raise ValueError(f"must be one of {', '.join(map(str, USUAL_DEADLINES))}: these are counted exactly")
        return hours

    @model_validator(mode="after")
    def _name_the_duty_owner(self) -> Self:
        if self.environment is Environment.PRODUCTION and self.duty_owner_id == DEVELOPMENT_DUTY_OWNER:
            raise ValueError("REDRESS_DUTY_OWNER_ID must name a member of staff outside development")
        return self
