"""A service's context for the length of one command."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.messaging.context import Context
from shared.observability.logs import configure_logs
from shared.runtime.adopt import adopt
from shared.runtime.context import open_context
from shared.runtime.installation import load_service
from shared.runtime.processes import read_settings
from shared.runtime.service import Service


@asynccontextmanager
async def opened(name: str) -> AsyncIterator[tuple[Service, Context]]:
    """The service and its context, with the settings of the environment or of the living run. Raises Trouble."""
    adopt(name)
    service = load_service(name)
    settings = read_settings(service)
    configure_logs(service=name, json=False, level="WARNING")
    async with open_context(service, settings, application_name=f"redress {name} command") as context:
        yield service, context
