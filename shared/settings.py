"""Settings that every service has, from REDRESS_* variables, DATABASE_URL, NATS_URL or files in /run/secrets."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any, Self

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import SecretsSettingsSource

SECRETS = Path("/run/secrets")


class Environment(Enum):
    """Where this runs. Only in development can the clock be moved."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"


class Settings(BaseSettings):
    """The knobs that all services share; each service's settings.py adds its own.

    Raises ValidationError when a value is missing, malformed or not allowed in this environment.
    """

    model_config = SettingsConfigDict(env_prefix="REDRESS_", frozen=True, extra="ignore", populate_by_name=True)

    environment: Environment = Environment.PRODUCTION
    database_url: SecretStr = Field(validation_alias=AliasChoices("DATABASE_URL", "redress_database_url"))
    nats_url: str = Field(validation_alias=AliasChoices("NATS_URL", "redress_nats_url"))
    nats_user: str | None = None
    nats_password: SecretStr | None = None
    nats_declares_streams: bool = False
    """Whether this identity may declare streams; in production a separate admin does."""

    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=1, le=65535)
    worker_port: int | None = Field(default=None, ge=1, le=65535)
    public_url: str | None = None
    intake_url: str = "http://127.0.0.1:8001"
    routing_url: str = "http://127.0.0.1:8002"
    followup_url: str = "http://127.0.0.1:8003"
    recognition_url: str = "http://127.0.0.1:8004"

    issuer: str = "redress"
    audience: str = "redress"
    jwks_file: Path | None = None
    jwks_url: str | None = None
    signing_key_file: Path | None = None
    """The private JWK with which this service signs its own tokens towards the other services."""
    link_key: SecretStr
    """`kid:secret[,kid:secret]`: the first signs links to customers, the others still open them."""

    clock_file: Path | None = None
    smtp_url: SecretStr | None = None
    mail_dir: Path | None = None
    mail_from: str = "care@redress.example"
    mail_timeout_seconds: float = Field(default=15.0, gt=0, le=20)
    """How long a mail server may take for all before the message, and again for the message."""

    pool_size: int = Field(default=8, ge=2, le=200)
    max_body_bytes: int = Field(default=1_048_576, ge=1024)
    outbox_keep_days: int = Field(default=7, ge=1)
    stream_max_age_days: int = Field(default=30, ge=1)
    inbox_keep_days: int = Field(default=35, ge=1)
    log_level: str = "INFO"

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.clock_file is not None and self.environment is not Environment.DEVELOPMENT:
            raise ValueError("REDRESS_CLOCK_FILE: the clock can only be moved in development")
        if self.inbox_keep_days <= self.stream_max_age_days:
            raise ValueError("REDRESS_INBOX_KEEP_DAYS must exceed REDRESS_STREAM_MAX_AGE_DAYS: replays need the inbox")
        if self.jwks_file is None and self.jwks_url is None:
            raise ValueError("REDRESS_JWKS_FILE or REDRESS_JWKS_URL is needed to verify tokens")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then files named like the variables in /run/secrets."""
        sources: list[Any] = [init_settings, env_settings]
        if SECRETS.is_dir():
            sources.append(SecretsSettingsSource(settings_cls, secrets_dir=SECRETS))
        return tuple(sources)

    def url_of(self, service: str) -> str:
        """Where a service's API answers, without a trailing slash."""
        return str(getattr(self, f"{service}_url")).rstrip("/")
