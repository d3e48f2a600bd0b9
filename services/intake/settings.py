"""Intake's own knobs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from email.utils import parseaddr
from pathlib import Path
from typing import Self
from uuid import UUID

from pydantic import Field, SecretStr, field_validator, model_validator

from shared.settings import Environment, Settings

_LONGEST_LOCAL_PART = 17
"""64 octets (RFC 5321, 4.5.3.1.1) less what a signed reply address adds: + and 8, 1 + 16 and 1 + 20 characters."""
DEVELOPMENT_DUTY_OWNER = UUID("0197a000-0000-7000-8000-00000000d07e")
USUAL_DEADLINES = (1, 2, 4, 8, 12, 24, 48, 72, 168)
"""Hours; each begins a bucket of the histogram in domain/hours.py."""


class IntakeSettings(Settings):
    """Who owns what nobody on the staff recorded, and what holds when a caller doesn't say."""

    duty_owner_id: UUID = DEVELOPMENT_DUTY_OWNER
    """The member of staff who owns what a system or a customer records, until routing moves it (IN-2)."""
    max_email_bytes: int = Field(default=10_485_760, ge=1024)
    """How large an e-mail may be that is handed over (IN-1)."""
    care_name: str | None = Field(default=None, min_length=1, max_length=100)
    """Who answers where no handler is known by name; else "the customer care team" in the customer's language."""
    care_contact: str | None = Field(default=None, min_length=1, max_length=200)
    """How to reach them; else the address that mails come from."""
    first_answer_days: int = Field(default=2, ge=0, le=365)
    resolution_days: int = Field(default=10, ge=1, le=365)
    """What the acknowledgement promises, in days from the recording (IN-13)."""
    page_link_days: int = Field(default=180, ge=1, le=1000)
    """The link to a customer's own page works for so many days."""
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
    first_answer_within_hours: float = 24
    """A first answer that took as long is counted as late, unless a caller asks for another bound (IN-15)."""
    tarp_never_complain: Decimal = Field(default=Decimal("0.96"), ge=0, lt=1)
    """What the estimate of silent complainers assumes, where a caller says nothing else (IN-22)."""
    tarp_dont_return: Decimal = Field(default=Decimal("0.90"), ge=0, le=1)
    tarp_each_tells: Decimal = Field(default=Decimal(9), ge=0)
    tarp_tell_many_share: Decimal = Field(default=Decimal("0.13"), ge=0, le=1)
    tarp_tell_many: Decimal = Field(default=Decimal(20), ge=0)
    duplicates_within: timedelta = Field(default=timedelta(days=30), gt=timedelta(0), le=timedelta(days=3650))
    """How far apart two tellings of one complaint may be, to be suggested as duplicates (IN-21)."""
    default_language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")

    @property
    def page_link_lifetime(self) -> timedelta:
        """How long the link to a customer's own page works."""
        return timedelta(days=self.page_link_days)

    @property
    def own_url(self) -> str:
        """Where customers reach intake's pages, without a trailing slash."""
        return (self.public_url or self.intake_url).rstrip("/")

    @property
    def care_address(self) -> str:
        """The bare address that mails come from, and that replies go to with a token added."""
        return parseaddr(self.mail_from)[1]

    @model_validator(mode="after")
    def _leave_room_for_tokens(self) -> Self:
        if len(self.care_address.rpartition("@")[0]) > _LONGEST_LOCAL_PART:
            raise ValueError(
                f"REDRESS_MAIL_FROM: at most {_LONGEST_LOCAL_PART} characters before the @, "
                "because replies go to that address with a signed token added"
            )
        return self

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
