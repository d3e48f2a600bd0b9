"""Attachments over HTTP, in a directory and in an S3-compatible store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import boto3
import httpx
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from services.intake.domain.attachment import key_of
from services.intake.gateways import Gateways
from services.intake.gateways.attachment_store import AttachmentsAway, AttachmentStore, store_for
from services.intake.settings import IntakeSettings
from services.intake.timers.discard_upload import discard_upload
from shared.kernel.ids import new_id
from shared.messaging import timers
from tests.integration.intake.desk import Desk, recorded

PNG = b"\x89PNG\r\n\x1a\n" + bytes(500)
JPEG_CLAIM = {"content-type": "image/jpeg"}


async def _attach(client: httpx.AsyncClient, complaint: str, body: bytes, **headers: str) -> httpx.Response:
    return await client.post(
        f"/v1/complaints/{complaint}/attachments?name=coat.jpg", content=body, headers=JPEG_CLAIM | headers
    )


async def test_a_file_comes_back_byte_for_byte_as_a_download(desk: Desk) -> None:
    """IN-1: its type is what its bytes say, and no browser opens it in our name."""
    async with desk.agent() as client:
        complaint = (await recorded(client))["id"]
        put = await _attach(client, complaint, PNG)
        assert put.status_code == 201, put.text
        found = put.json()
        assert (found["name"], found["media_type"], found["size"]) == ("coat.jpg", "image/png", len(PNG))
        listed = (await client.get(f"/v1/complaints/{complaint}/attachments")).json()
        assert [one["id"] for one in listed["items"]] == [found["id"]]
        got = await client.get(f"{put.headers['location']}/content")
        story = (await client.get(f"/v1/complaints/{complaint}/timeline")).json()["items"]
    assert got.content == PNG
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    assert story[-1]["detail"]["name"] == "coat.jpg"


async def test_what_is_refused_leaves_nothing(desk: Desk) -> None:
    """IN-1, SU-2: pages, emptiness, size, foreign and missing complaints; no row and no bytes."""
    async with desk.agent() as client, desk.agent(None, "returns") as elsewhere:
        complaint = (await recorded(client))["id"]
        before = await desk.count("attachment")
        assert (await _attach(client, complaint, b"<html><script>1</script>")).status_code == 422
        assert (await _attach(client, complaint, b"")).status_code == 422
        assert (await _attach(client, complaint, b"%PDF" + bytes(16 * 1_048_576))).status_code == 413
        foreign, missing = await _attach(elsewhere, complaint, PNG), await _attach(elsewhere, str(new_id()), PNG)
    assert foreign.status_code == missing.status_code == 404
    assert await desk.count("attachment") == before


async def test_a_repeated_upload_is_one_file(desk: Desk) -> None:
    """SU-2: with an Idempotency-Key; the same key with other bytes is refused."""
    async with desk.agent() as client:
        complaint = (await recorded(client))["id"]
        key = {"idempotency-key": new_id().hex}
        first, second = [await _attach(client, complaint, PNG, **key) for _ in range(2)]
        other = await _attach(client, complaint, PNG + b"1", **key)
        listed = (await client.get(f"/v1/complaints/{complaint}/attachments")).json()["items"]
    assert first.json() == second.json()
    assert other.status_code == 422
    assert len(listed) == 1


async def test_an_upload_that_was_cut_off_is_removed(desk: Desk) -> None:
    """IN-1: a crash between the bytes and the row leaves no bytes behind; a kept file is never removed."""
    gateways: Gateways = desk.context.gateways
    async with desk.agent() as client:
        complaint = (await recorded(client))["id"]
        kept = (await _attach(client, complaint, PNG)).json()
    lost = new_id()
    await gateways.attachments.put(key_of(lost), PNG)
    now = desk.context.clock.now()
    async with desk.context.transactions.begin() as tx:
        for id_ in (lost, UUID(kept["id"])):
            late = now - timedelta(seconds=1)
            await tx.schedule(timers.Timer("discard_upload", id_, late))
    async with desk.context.database.pool.acquire() as connection:
        due = await timers.claim(connection, kinds=["discard_upload"], offset=timedelta(0))
    assert {one.key for one in due} == {lost, UUID(kept["id"])}
    for one in due:
        await discard_upload(one, desk.context)
    assert await gateways.attachments.get(key_of(lost)) is None
    assert await gateways.attachments.get(key_of(UUID(kept["id"]))) == PNG


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, Any]]:
    """The settings of an S3-compatible store on the loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=endpoint, **keys).create_bucket(Bucket="care")
    yield {
        "attachments_url": "s3://care/files",
        "attachments_s3_endpoint": endpoint,
        "attachments_s3_region": "us-east-1",
        "attachments_s3_access_key": SecretStr("key"),
        "attachments_s3_secret_key": SecretStr("secret"),
    }
    server.stop()


async def test_a_bucket_keeps_bytes_as_a_directory_does(desk: Desk, bucket: dict[str, Any]) -> None:
    """IN-1: put, got, gone, missing: the same answers from an S3-compatible store."""
    settings: IntakeSettings = desk.context.settings
    for store in (store_for(settings), store_for(settings.model_copy(update=bucket))):
        await _keeps(store)


async def _keeps(store: AttachmentStore) -> None:
    key = key_of(new_id())
    assert await store.get(key) is None
    await store.put(key, PNG)
    assert await store.get(key) == PNG
    await store.delete(key)
    await store.delete(key)
    assert await store.get(key) is None


async def test_a_store_that_is_away_is_said_so(desk: Desk, bucket: dict[str, Any]) -> None:
    """SU-2: 503, not a 500; nothing is half kept."""
    away = bucket | {"attachments_s3_endpoint": "http://127.0.0.1:9"}
    store = store_for(desk.context.settings.model_copy(update=away))
    with pytest.raises(AttachmentsAway):
        await store.put("a/b", PNG)
