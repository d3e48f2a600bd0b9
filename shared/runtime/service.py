"""The descriptor of a service: ten lines in services/<name>/service.py say all that the chassis must know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from sqlalchemy import MetaData

from shared.http.client import HttpClient
from shared.http.hot import HotDoor
from shared.messaging.subscription import Subscription
from shared.messaging.timers import TimerHandler
from shared.messaging.transaction import Transaction
from shared.settings import Settings

Chore = Callable[[Transaction, datetime], Awaitable[str]]
"""`async def chore(tx, now)`: something that operators do by hand, in one transaction; what it tells them of it."""


def no_gateways(settings: Settings, client: HttpClient) -> None:
    """For a service that asks nobody outside."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """What a service is made of: its name and port, its rooms, what it hears and what falls due."""

    name: str
    title: str
    description: str
    port: int
    settings: type[Settings]
    metadata: MetaData
    migrations: Path
    routers: tuple[APIRouter, ...]
    hot_doors: tuple[HotDoor[Any, Any], ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    timers: Mapping[str, TimerHandler] = field(default_factory=dict)
    gateways: Callable[[Any, HttpClient], Any] = no_gateways
    uploads: Mapping[str, str] = field(default_factory=dict)
    """Where a body may be larger than others: how the path ends -> the setting that holds its bound in bytes."""
    chores: Mapping[str, Chore] = field(default_factory=dict)
    """What `redress chore <service> <name>` does."""
    client_scopes: tuple[str, ...] = ()
    """What this service's own token may do at the other services."""
