"""Intake's own knobs."""

from __future__ import annotations

from pathlib import Path
from typing import Self
from uuid import UUID

from pydantic import Field, SecretStr, model_validator

from shared.settings import Environment, Settings

DEVELOPMENT_DUTY_OWNER = UUID("0197a000-0000-7000-8000-00000000d07e")


class IntakeSettings(Settings):
    """Who owns what nobody on the staff recorded, and what holds when a caller doesn't say."""

    duty_owner_id: UUID = DEVELOPMENT_DUTY_OWNER
    """The member of staff who owns what a system or a customer records, until routing moves it (IN-2)."""
    max_attachment_bytes: int = Field(default=15 * 1_048_576, ge=1024)
    attachments_dir: Path | None = None
    """The directory in which the bytes of attachments are kept, where no bucket is named."""
    attachments_url: str | None = None
    """`s3://bucket/prefix`: a bucket of any S3-compatible store."""
    attachments_s3_endpoint: str | None = None
    """Where that store answers, unless it is Amazon's own."""
    attachments_s3_region: str | None = None
    attachments_s3_access_key: SecretStr | None = None
    attachments_s3_secret_key: SecretStr | None = None
    default_language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")

    @model_validator(mode="after")
    def _name_the_duty_owner(self) -> Self:
        if self.environment is Environment.PRODUCTION and self.duty_owner_id == DEVELOPMENT_DUTY_OWNER:
            raise ValueError("REDRESS_DUTY_OWNER_ID must name a member of staff outside development")
        return self
