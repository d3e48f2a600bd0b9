"""How a message is made: its headers, and what other people's words can't do to them."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, Policy, default
from typing import Any

import pytest

from shared.mail.compose import address, compose, message_id

LONG = f"<{'a' * 60}.{'b' * 60}@mail.example.com>"
OURS = message_id("recap.7", "Care <care@redress.example>")


def _message(**more: Any) -> EmailMessage:
    return compose(
        **{
            "sender": "Care <care@redress.example>",
            "recipient": address("Anna", "anna@example.com"),
            "subject": "Did we understand you?",
            "now": datetime(2026, 5, 4, tzinfo=UTC),
            "id": OURS,
            "text": "Hello",
            "html": "<p>Hello</p>",
            "language": "en",
        }
        | more
    )


class TestMessage:
    def test_says_who_when_and_that_nobody_typed_it(self) -> None:
        """FO-4: text and HTML, and no out-of-office note comes back."""
        mail = _message(reply_to="desk@redress.example")
        assert OURS == "<recap.7@redress.example>"
        assert {name: str(mail[name]) for name in mail if not name.startswith(("MIME", "Content-T"))} == {
            "From": "Care <care@redress.example>",
            "To": "Anna <anna@example.com>",
            "Subject": "Did we understand you?",
            "Date": "Mon, 04 May 2026 00:00:00 +0000",
            "Message-ID": OURS,
            "Auto-Submitted": "auto-generated",
            "Reply-To": "desk@redress.example",
            "Content-Language": "en",
        }
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]

    @pytest.mark.parametrize("policy", [SMTP, SMTPUTF8])
    def test_stays_in_its_thread_however_long_the_ids_are(self, policy: Policy[EmailMessage]) -> None:
        """IN-1: an answer to a mail is found beside it by every mail program."""
        mail = _message(in_reply_to=LONG, references=[LONG, "<x@y>"])
        sent = mail.as_bytes(policy=policy)
        assert f"In-Reply-To: {LONG}\r\nReferences: {LONG}\r\n <x@y>\r\n".encode() in sent
        assert str(message_from_bytes(sent, policy=default)["Auto-Submitted"]) == "auto-replied"

    @pytest.mark.parametrize("id", ["", "x", "<a b@c>", "<a@b>\r\nBcc: all@example.com", "<ä@b>", f"<{'a' * 2000}@b>"])
    def test_leaves_out_ids_that_are_none(self, id: str) -> None:
        """SU-4: what a stranger's mail calls its id writes nothing into our headers."""
        mail = _message(in_reply_to=id, references=[id, "<x@y>"])
        assert (mail["In-Reply-To"], mail["References"], mail["Bcc"]) == (None, "<x@y>", None)

    def test_refuses_a_line_break_in_a_header(self) -> None:
        """SU-4: a subject can't become a recipient."""
        with pytest.raises(ValueError):
            _message(subject="Hello\r\nBcc: all@example.com")
