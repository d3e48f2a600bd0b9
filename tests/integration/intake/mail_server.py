"""A real SMTP server that does what a test tells it to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from shared.embedded.ports import free_port


class MailServer:
    """Takes mail, or answers as it is told."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[Any] = []
        self.to_recipient = "250 OK"
        self.to_data = "250 OK"
        self.hang_up = False

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[MailServer]:
        """One on a port of its own."""
        server = cls(free_port())
        controller = Controller(server, hostname="127.0.0.1", port=server.port)
        controller.start()
        try:
            yield server
        finally:
            controller.stop()

    def mails(self) -> list[EmailMessage]:
        """What it took, in order."""
        return [message_from_bytes(one.content, policy=default) for one in self.taken]  # type: ignore[arg-type, misc]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.to_data.startswith("250"):
            self.taken.append(envelope)
        if self.hang_up:
            server.transport.abort()
        return self.to_data
