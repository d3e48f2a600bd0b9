"""Mail through a real SMTP server that does what a test tells it to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr

from shared.embedded.ports import free_port
from shared.mail.smtp import SmtpMail
from shared.mail.trouble import MailRefused
from tests.integration.followup.world import World


class Server:
    """Takes mail, or answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.to_recipient = "250 OK"
        self.to_data = "250 OK"
        self.hang_up = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.to_data.startswith("250"):
            self.taken.append(envelope)
        if self.hang_up:
            server.transport.abort()
        return self.to_data


@pytest.fixture
def server() -> Iterator[tuple[Server, int]]:
    """A mail server."""
    handler = Server()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()


@asynccontextmanager
async def mailing(database_url: str, home: Path, port: int) -> AsyncIterator[World]:
    url = SecretStr(f"smtp://127.0.0.1:{port}")
    async with World.open(database_url=database_url, home=home, smtp_url=url, mail_timeout_seconds=3) as world:
        yield world


class TestSmtp:
    async def test_hands_over_one_message(self, database_url: str, tmp_path: Path, server: tuple[Server, int]) -> None:
        """FO-4: by e-mail, through SMTP."""
        handler, port = server
        async with mailing(database_url, tmp_path, port) as world:
            assert (await world.sent_survey())["status"] == "sent"
        (envelope,) = handler.taken
        assert envelope.rcpt_tos == ["anna@example.com"]
        assert b"Message-ID: <survey." in envelope.content

    async def test_tries_again_what_plainly_did_not_go_out(
        self, database_url: str, tmp_path: Path, server: tuple[Server, int]
    ) -> None:
        """FO-1: a busy server delays the survey inside its window."""
        handler, port = server
        handler.to_data = "451 try later"
        async with mailing(database_url, tmp_path, port) as world:
            survey = await world.sent_survey()
            assert (survey["status"], survey["link"]) == ("scheduled", None)
            handler.to_data = "250 OK"
            world.clock.advance(timedelta(minutes=3))
            await world.run_due()
            assert await world.said() == ["survey.sent"]
        assert len(handler.taken) == 1

    async def test_gives_up_on_a_recipient_that_is_refused(
        self, database_url: str, tmp_path: Path, server: tuple[Server, int]
    ) -> None:
        """FO-1: refused for good is missed, with the reason."""
        handler, port = server
        handler.to_recipient = "550 no such person"
        async with mailing(database_url, tmp_path, port) as world:
            survey = await world.sent_survey()
            assert (survey["status"], survey["why_missed"]) == ("missed", "refused")
            assert await world.said() == ["survey.missed"]

    async def test_does_not_repeat_what_may_have_gone_out(
        self, database_url: str, tmp_path: Path, server: tuple[Server, int]
    ) -> None:
        """FO-1: the server took it and the answer was lost: unknown, and never sent again by itself."""
        handler, port = server
        handler.hang_up = True
        async with mailing(database_url, tmp_path, port) as world:
            survey = await world.sent_survey()
            assert survey["status"] == "unknown"
            world.clock.advance(timedelta(hours=10))
            assert await world.run_due() == 0
        assert len(handler.taken) == 1

    @pytest.mark.parametrize("moment", ["to_recipient", "to_data"])
    async def test_keeps_the_address_out_of_what_is_logged(self, server: tuple[Server, int], moment: str) -> None:
        """SU-5: mail servers repeat the address in their refusals, and what went wrong is logged."""
        handler, port = server
        setattr(handler, moment, "550 5.1.1 <anna@example.com>: Recipient address rejected")
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "care@redress.example", "anna@example.com", "How was it?"
        message.set_content("Is it solved?")
        with pytest.raises(MailRefused) as refused:
            await SmtpMail(f"smtp://127.0.0.1:{port}", timeout=3).send(message)
        assert str(refused.value) == "550 5.1.1"

    async def test_waits_for_a_server_that_is_down(self, database_url: str, tmp_path: Path) -> None:
        """FO-1: no server, no mail, and another try inside the window."""
        async with mailing(database_url, tmp_path, free_port()) as world:
            assert (await world.sent_survey())["status"] == "scheduled"
            assert await world.said() == []
