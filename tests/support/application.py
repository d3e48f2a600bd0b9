"""A service's real application in this process: keys and settings of the test's own, opened over a context."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr

from shared.embedded.keys import DevelopmentKeys, make_keys
from shared.http.app import build_app
from shared.http.edge import Edge
from shared.http.issuer import TokenIssuer
from shared.messaging.context import Context
from shared.settings import Environment, Settings

NO_BROKER = "nats://127.0.0.1:1"
"""Nothing listens there: these tests must not need a broker."""
S = TypeVar("S", bound=Settings)


def keys_for(folder: Path) -> DevelopmentKeys:
    """The keys of one application under test, made in `folder` at the first call."""
    return make_keys(folder / "keys")


def issuer_of(keys: DevelopmentKeys) -> TokenIssuer:
    """Signs tokens that the application under test accepts."""
    return TokenIssuer.from_file(keys.signing, issuer="redress", audience="redress")


def settings_of(kind: type[S], keys: DevelopmentKeys, *, database_url: str, **changes: Any) -> S:
    """A service's settings for a test: its database, those keys, no broker, and quiet."""
    values: dict[str, Any] = {
        "environment": Environment.DEVELOPMENT,
        "database_url": SecretStr(database_url),
        "nats_url": NO_BROKER,
        "link_key": SecretStr(keys.link_key()),
        "jwks_file": keys.jwks,
        "log_level": "WARNING",
    }
    return kind(**(values | changes))


@asynccontextmanager
async def opened(service: Any, context: Context) -> AsyncIterator[Edge]:
    """The service's application over a context that the test made and closes."""

    @asynccontextmanager
    async def given() -> AsyncIterator[Context]:
        yield context

    app = build_app(service, given)
    async with app.app.router.lifespan_context(app.app):
        yield app
