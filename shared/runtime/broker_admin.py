"""Declaring the streams of all services, as the admin identity does it once per installation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta

from pydantic import SecretStr

from shared.embedded.trouble import Trouble
from shared.messaging.broker import Broker
from shared.messaging.jetstream import declare_consumers, declare_streams
from shared.runtime.service import Service
from shared.settings import Settings

_PATIENCE_SECONDS = 30.0


class BrokerUnreachable(Trouble):
    """NATS did not answer in time."""


async def declare(
    services: Iterable[Service],
    *,
    nats_url: str,
    user: str | None = None,
    password: SecretStr | None = None,
    max_age: timedelta,
    replicas: int = 1,
) -> None:
    """Make the streams of all services and their durable consumers; again and again without harm.

    Raises BrokerUnreachable, and nats.js.errors.APIError when this identity may not.
    """
    every = list(services)
    # Only what the broker's connection reads: an admin has no database and no keys.
    settings = Settings.model_construct(nats_url=nats_url, nats_user=user, nats_password=password)
    broker = Broker(settings, service="admin")
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            js = await broker.jetstream()
            await declare_streams(js, [service.name for service in every], max_age=max_age, replicas=replicas)
            for service in every:
                events = [subscription.event for subscription in service.subscriptions]
                await declare_consumers(js, service=service.name, events=events)
    except (TimeoutError, OSError) as error:
        raise BrokerUnreachable(f"NATS at {nats_url} did not answer: {error or 'no answer in time'}") from error
    finally:
        await broker.close()
