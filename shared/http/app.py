"""The application of a service: its routes behind one edge, with problems, health, metrics and documents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from fastapi import APIRouter, FastAPI
from starlette.requests import Request

from shared.http import health, operations, problems
from shared.http.auth import Authenticator
from shared.http.edge import Edge
from shared.http.hot import HotDoor
from shared.http.hot_doors import HotDoors
from shared.http.json_guard import JsonGuard
from shared.http.openapi import describe, document_hot_door
from shared.kernel.clock import SystemClock
from shared.messaging.context import Context
from shared.messaging.dispatch import Dispatch
from shared.messaging.subscription import Subscription
from shared.observability.access import AccessLog
from shared.settings import Environment

OpenContext = Callable[[], AbstractAsyncContextManager[Context]]


class Served(Protocol):
    """What the application needs of a service's descriptor."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def migrations(self) -> Path: ...
    @property
    def routers(self) -> Sequence[APIRouter]: ...
    @property
    def hot_doors(self) -> Sequence[HotDoor[Any, Any]]: ...
    @property
    def subscriptions(self) -> Sequence[Subscription]: ...
    @property
    def uploads(self) -> Mapping[str, str]: ...


def build_app(service: Served, open_context: OpenContext, *, version: str = "1") -> Edge:
    """The ASGI application of a service.

    The context is opened when the server starts and closed when it stops; it is at `.state.context`, the
    authenticator at `.state.authenticator`.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_context() as context:
            settings = context.common
            # The machine's clock: a development clock that was moved must not expire tokens.
            authenticator = Authenticator.of(settings, clock=SystemClock())
            app.state.context = context
            app.state.authenticator = authenticator
            app.state.checks = health.database_checks(context.database, service.migrations)
            edge.max_body_bytes = settings.max_body_bytes
            edge.uploads = {ending: getattr(settings, bound) for ending, bound in service.uploads.items()}
            if settings.log_level.upper() in {"DEBUG", "INFO"}:
                production = settings.environment is Environment.PRODUCTION
                edge.access = AccessLog(service=service.name, json=production)
            hot.open(context, authenticator)
            try:
                yield
            finally:
                await hot.close()
                if edge.access is not None:
                    edge.access.flush()

    app = FastAPI(
        title=service.title,
        description=service.description,
        version=version,
        lifespan=lifespan,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        redirect_slashes=False,
    )
    app.state.service = service.name
    app.state.dispatch = Dispatch(service.subscriptions)
    for door in service.hot_doors:
        document_hot_door(app, door)
    for router in (*service.routers, operations.router):
        app.include_router(router)
    app.router.routes.extend(health.routes(_checks))
    problems.install(app)
    describe(app)
    app.add_middleware(JsonGuard)
    hot = HotDoors(app, service.hot_doors)
    edge = Edge(hot, app=app)
    return edge


def _operation_id(route: Any) -> str:
    """Stable and readable: the function's name, which is unique within a service."""
    return str(route.name)


def _checks(request: Request) -> dict[str, health.Check]:
    found: dict[str, health.Check] = request.app.state.checks
    return found
