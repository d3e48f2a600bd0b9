"""The mail that carries a survey: text and HTML, in the customer's language."""

from __future__ import annotations

import re
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from services.followup.pages.catalogue import catalogue_for
from services.followup.pages.render import render

_ADDRESS = re.compile(r"[/\\@]|www\.|\w{2,}\.[^\W\d_]{2,}", re.IGNORECASE)
"""What a mail program makes a link of, with a scheme or without. It takes St.John with it; J.Smith and Dr. No stay."""


def survey_mail(
    *,
    survey_id: UUID,
    sender: str,
    recipient: str,
    name: str | None,
    reference: str,
    link: str,
    languages: tuple[str | None, ...],
    now: datetime,
) -> EmailMessage:
    """The message, with a Message-ID that is the survey's own. Raises ValueError for an address that is none."""
    catalogue = catalogue_for(*languages)
    subject = catalogue.say("mail.subject", reference=reference)
    name = _greetable(name)
    greeting = catalogue.say("mail.greeting", name=name) if name else catalogue.say("mail.greeting_unnamed")
    values = {"subject": subject, "greeting": greeting, "reference": reference, "link": link}
    # The mail's HTML has no language links and no style sheet of ours: many readers drop both.
    message = EmailMessage()
    message["From"] = sender
    message["To"] = _address(name, recipient)
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<survey.{survey_id}@{sender.rpartition('@')[2].strip('> ')}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office note comes back
    message.set_content(render("survey_mail.txt", catalogue, **values))
    message.add_alternative(render("survey_mail.html", catalogue, **values), subtype="html")
    message["Content-Language"] = catalogue.language  # last, because new content drops what was said of the old
    return message


def _greetable(name: str | None) -> str | None:
    """The name on one line, or None for what is no name: who fills in a form must not write our mails."""
    stripped = (name or "").strip()
    if len(stripped.splitlines()) > 1 or _ADDRESS.search(stripped):
        return None
    return " ".join(stripped.split()) or None


def _address(name: str | None, recipient: str) -> Address:
    try:
        return Address(display_name=name or "", addr_spec=recipient)
    except (IndexError, MessageError) as error:
        # What the standard library's parser raises for some addresses that are none.
        raise ValueError("this is no e-mail address") from error
