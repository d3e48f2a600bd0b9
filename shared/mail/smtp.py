"""Mail through an SMTP server (RFC 5321), step by step, because each step fails with another meaning."""

from __future__ import annotations

import asyncio
import contextlib
import re
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.policy import SMTPUTF8
from email.utils import getaddresses
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPException, SMTPRecipientRefused, SMTPResponseException

from shared.mail.trouble import MailDeferred, MailRefused, MailUncertain

_PERMANENT = 500
_ENHANCED = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}\b")
"""The status code with which an answer may begin (RFC 3463)."""
_PORTS = {"smtp": 25, "smtps": 465}


class SmtpMail:
    """Sends through `smtp://[user:password@]host[:port]`; `smtps://` speaks TLS from the first byte.

    With `smtp://` TLS is used where the server offers STARTTLS; a password is never sent without it.
    Raises ValueError for another scheme.
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("REDRESS_SMTP_URL is smtp://host:port or smtps://host:port")
        self._host = parts.hostname
        self._port = parts.port or _PORTS[parts.scheme]
        self._implicit_tls = parts.scheme == "smtps"
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password or "")
        self._timeout = timeout

    async def send(self, message: EmailMessage) -> None:
        """Hand over one message. Raises MailDeferred, MailRefused or MailUncertain."""
        client = SMTP(
            hostname=self._host,
            port=self._port,
            use_tls=self._implicit_tls,
            start_tls=None if self._user is None or self._implicit_tls else True,
            timeout=self._timeout,
        )
        try:
            await self._announce(client, message)
            await self._hand_over(client, message)
        finally:
            # The message is gone or it isn't: how the parting goes changes nothing.
            with contextlib.suppress(SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(2):
                    await client.quit()
            client.close()

    async def _announce(self, client: SMTP, message: EmailMessage) -> None:
        """Everything before the message itself: whatever fails here, nothing went out."""
        sender = getaddresses([str(message["From"])])[0][1]
        recipient = getaddresses([str(message["To"])])[0][1]
        try:
            async with asyncio.timeout(self._timeout):
                await client.connect()
                if self._user is not None:
                    await client.login(self._user, self._password)
                options = [] if recipient.isascii() else ["SMTPUTF8"]
                encoding = "ascii" if recipient.isascii() else "utf-8"
                await client.mail(sender, options=options, encoding=encoding)
                await client.rcpt(recipient, encoding=encoding)
        except SMTPRecipientRefused as error:
            raise (MailRefused if error.code >= _PERMANENT else MailDeferred)(_said(error)) from error
        except (SMTPException, OSError, TimeoutError) as error:
            raise MailDeferred(_said(error)) from error

    async def _hand_over(self, client: SMTP, message: EmailMessage) -> None:
        """The message itself: only an answer tells whether it went out."""
        policy = SMTP_POLICY if str(message["To"]).isascii() else SMTPUTF8
        try:
            async with asyncio.timeout(self._timeout):
                await client.data(message.as_bytes(policy=policy))
        except SMTPResponseException as error:
            raise (MailRefused if error.code >= _PERMANENT else MailDeferred)(_said(error)) from error
        except (SMTPException, OSError, TimeoutError) as error:
            raise MailUncertain(_said(error)) from error


def _said(error: Exception) -> str:
    """What went wrong, for the log: of a server's answer only its codes, because its words repeat the address."""
    if not isinstance(error, SMTPResponseException):
        return str(error) or type(error).__name__
    enhanced = _ENHANCED.match(error.message)
    return f"{error.code} {enhanced[0]}" if enhanced else str(error.code)
