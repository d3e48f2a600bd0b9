"""Mail as files: where no mail server is set, each message lands in a folder, whole or not at all."""

from __future__ import annotations

import asyncio
import os
from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path

from shared.mail.trouble import MailDeferred


class FolderMail:
    """Writes `<message id>.eml`; the same message again is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, message: EmailMessage) -> None:
        """Write one message durably. Raises MailDeferred when the folder can't be written."""
        try:
            await asyncio.to_thread(self._write, message)
        except OSError as error:
            raise MailDeferred(str(error)) from error

    def _write(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        final = self._folder / f"{name}.eml"
        fresh = final.with_suffix(".part")
        with fresh.open("wb") as file:
            file.write(message.as_bytes(policy=SMTPUTF8))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(final)
