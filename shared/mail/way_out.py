"""A way out for mail: through a server, into a folder, or none at all."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Protocol

from shared.mail.folder import FolderMail
from shared.mail.smtp import SmtpMail
from shared.mail.trouble import MailDeferred
from shared.settings import Settings


class Mail(Protocol):
    """A way out for mail."""

    async def send(self, message: EmailMessage) -> None:
        """Hand over one message. Raises MailDeferred, MailRefused or MailUncertain."""
        ...


class NoMail:
    """Neither a mail server nor a folder is set: nothing goes out, and it says so."""

    async def send(self, message: EmailMessage) -> None:
        """Raises MailDeferred, always."""
        raise MailDeferred(f"{message['Message-ID']}: set REDRESS_SMTP_URL or REDRESS_MAIL_DIR")


def mail_for(settings: Settings) -> Mail:
    """The mail server where one is set, else the folder, else nothing."""
    if settings.smtp_url is not None:
        return SmtpMail(settings.smtp_url.get_secret_value(), timeout=settings.mail_timeout_seconds)
    if settings.mail_dir is not None:
        return FolderMail(settings.mail_dir)
    return NoMail()
