"""Where the bytes of attachments are: a directory, or a bucket of any S3-compatible store."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from services.intake.settings import IntakeSettings
from shared.kernel.errors import Unavailable

if TYPE_CHECKING:
    from obstore.store import S3Config


class AttachmentsAway(Unavailable):
    slug = "attachments-away"
    title = "The store of attachments does not answer; try again"


class NoAttachmentStore(Unavailable):
    slug = "no-attachment-store"
    title = "No store for attachments is set: REDRESS_ATTACHMENTS_DIR or REDRESS_ATTACHMENTS_URL"


class AttachmentStore(Protocol):
    """Keeps bytes under keys."""

    async def put(self, key: str, body: bytes) -> None:
        """Keep them durably; the same key again replaces. Raises AttachmentsAway."""
        ...

    async def get(self, key: str) -> bytes | None:
        """The bytes, or None. Raises AttachmentsAway."""
        ...

    async def delete(self, key: str) -> None:
        """Remove them; missing ones are no matter. Raises AttachmentsAway."""
        ...


class ObjectStore:
    """A store behind obstore; for a directory `folder` is named, so that what is put is on the disk."""

    def __init__(self, store: Any, *, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    async def put(self, key: str, body: bytes) -> None:
        """Keep them durably. Raises AttachmentsAway."""
        try:
            await obstore.put_async(self._store, key, body)
            if self._folder is not None:
                await asyncio.to_thread(_sync, self._folder / key)
        except (BaseError, OSError) as error:
            raise AttachmentsAway from error

    async def get(self, key: str) -> bytes | None:
        """The bytes, or None. Raises AttachmentsAway."""
        try:
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise AttachmentsAway from error

    async def delete(self, key: str) -> None:
        """Remove them. Raises AttachmentsAway."""
        try:
            await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise AttachmentsAway from error


class NoStore:
    """Nothing is set: nothing is taken, and it says so. Raises NoAttachmentStore, always."""

    async def put(self, *_: object) -> None:
        raise NoAttachmentStore

    async def get(self, *_: object) -> bytes | None:
        raise NoAttachmentStore

    async def delete(self, *_: object) -> None:
        raise NoAttachmentStore


def store_for(settings: IntakeSettings) -> AttachmentStore:
    """The bucket where one is set, else the directory, else nothing. Raises ValueError for a malformed URL."""
    if settings.attachments_url is not None:
        return ObjectStore(_bucket(settings, settings.attachments_url))
    if settings.attachments_dir is not None:
        return ObjectStore(LocalStore(settings.attachments_dir, mkdir=True), folder=settings.attachments_dir)
    return NoStore()


def _bucket(settings: IntakeSettings, url: str) -> S3Store:
    if not url.startswith("s3://"):
        raise ValueError("REDRESS_ATTACHMENTS_URL is s3://bucket/prefix")
    config: S3Config = {}
    if settings.attachments_s3_endpoint:
        config["endpoint"] = settings.attachments_s3_endpoint
    if settings.attachments_s3_region:
        config["region"] = settings.attachments_s3_region
    if settings.attachments_s3_access_key and settings.attachments_s3_secret_key:
        config["access_key_id"] = settings.attachments_s3_access_key.get_secret_value()
        config["secret_access_key"] = settings.attachments_s3_secret_key.get_secret_value()
    plain = settings.attachments_s3_endpoint.startswith("http://") if settings.attachments_s3_endpoint else False
    return S3Store.from_url(
        url,
        config=config,
        client_options={"allow_http": plain, "timeout": "20s"},
        retry_config={"max_retries": 2},
    )


def _sync(path: Path) -> None:
    """The store renames a finished file into place; this makes both the file and its name durable."""
    for what in (path, path.parent):
        handle = os.open(what, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
