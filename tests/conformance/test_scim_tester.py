"""Routing's SCIM, running on a port of its own, under the public conformance tester of SCIM servers (RO-1)."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import pytest
import uvicorn
from scim2_client import BaseSyncSCIMClient
from scim2_tester import Status, check_server

from shared.http.app import build_app
from shared.http.issuer import TokenIssuer
from shared.runtime.context import open_context
from shared.runtime.installation import load_service
from tests.conformance.house import environment_of
from tests.conftest import DatabaseFor
from tests.support.application import NO_BROKER
from tests.support.waiting import PATIENCE_SECONDS


class OverHttp(BaseSyncSCIMClient):
    """The tester's client over the HTTP library that this project has anyway."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self.client = client

    def request(self, method: str, url: str, **arguments: Any) -> httpx.Response:
        return self.client.request(method, url, **arguments)

    def _parse_json(self, response: Any) -> Any:
        return response.json()

    def _stays_under_base_url(self, endpoint: str) -> bool:
        return str(self.client.build_request("GET", endpoint).url).startswith(str(self.client.base_url))


@contextmanager
def running(environment: dict[str, str]) -> Iterator[str]:
    """Routing, served by uvicorn in a thread; its address."""
    service = load_service("routing")
    with patch.dict(os.environ, environment):
        settings = service.settings()
    app = build_app(service, lambda: open_context(service, settings, application_name="test"))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)
        listening.close()


@pytest.fixture
async def address(database_for: DatabaseFor, tmp_path: Path) -> Any:
    """Where routing runs, and a token of an identity provider."""
    environment = environment_of(database_url=await database_for("routing"), nats_url=NO_BROKER, home=tmp_path)
    issuer = TokenIssuer.from_file(tmp_path / "keys" / "signing.json", issuer="redress", audience="redress")
    with running(environment) as url:
        yield url, issuer.mint(subject="identity-provider", scopes=["scim:write"])


def test_the_public_tester_finds_nothing_wrong(address: tuple[str, str]) -> None:
    """RO-1: every check that scim2-tester has, on what our own schemas say; none fails, deviates or is left out."""
    url, token = address
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{url}/scim/v2", headers=headers, timeout=PATIENCE_SECONDS) as client:
        results = check_server(OverHttp(client))
    fine = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}
    wrong = [
        f"{one.status.name} {one.title} {one.resource_type}: {one.reason}" for one in results if one.status not in fine
    ]
    assert wrong == []
    titles = {one.title for one in results}
    assert {"object_creation", "object_replacement", "object_deletion", "search_with_attributes"} <= titles
    assert {"check_add_attribute", "check_remove_attribute", "check_replace_attribute"} <= titles
    assert len(results) > 100
