"""A PostgreSQL with intake's own migrations, and its application over it."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr

from services.intake.service import SERVICE
from services.intake.settings import IntakeSettings
from shared.db.migrate import upgrade
from shared.embedded.postgres import EmbeddedPostgres
from shared.http.app import build_app
from shared.http.issuer import TokenIssuer, generate_signing_key
from shared.kernel.ids import new_id
from shared.messaging.context import Context
from shared.runtime.context import open_context
from shared.settings import Environment
from tests.integration.intake.desk import Desk


@pytest.fixture(scope="session")
def intake_server() -> Iterator[EmbeddedPostgres]:
    """The real PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="redress-intake-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = EmbeddedPostgres(home, log=home / "postgres.log")
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
async def intake_database(intake_server: EmbeddedPostgres) -> str:
    """A database made by intake's own migrations."""
    name = f"intake_{new_id().hex}"
    admin = await asyncpg.connect(intake_server.url())
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    await upgrade(intake_server.url(name), SERVICE.migrations, SERVICE.metadata)
    return intake_server.url(name)


@pytest.fixture(scope="session")
async def desk(intake_database: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """Intake, open."""
    keys = tmp_path_factory.mktemp("intake-keys")
    (keys / "signing.json").write_bytes(generate_signing_key())
    issuer = TokenIssuer.from_file(keys / "signing.json", issuer="redress", audience="redress")
    (keys / "jwks.json").write_bytes(issuer.jwks())
    settings = IntakeSettings(
        environment=Environment.DEVELOPMENT,
        database_url=SecretStr(intake_database),
        nats_url="nats://127.0.0.1:1",
        link_key=SecretStr("k1:" + base64.b64encode(b"0" * 32).decode()),
        jwks_file=keys / "jwks.json",
        log_level="WARNING",
    )

    def context() -> AbstractAsyncContextManager[Context]:
        return open_context(SERVICE, settings, application_name="test intake")

    app = build_app(SERVICE, context)
    async with app.app.router.lifespan_context(app.app):
        yield Desk(app, app.state.context, issuer)
