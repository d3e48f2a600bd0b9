"""The mail that tells a customer what their complaint changed: text and HTML, in their language (IN-21)."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from uuid import UUID

from services.intake.pages.site import SITE
from shared.mail.compose import address, compose, greetable, message_id

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})


def lesson_mail(
    *,
    telling_id: UUID,
    sender: str,
    recipient: str,
    name: str | None,
    reference: str,
    what_changed: str,
    written_in: str,
    language: str,
    now: datetime,
) -> EmailMessage:
    """The message; `what_changed` is in the language `written_in`, the rest in the customer's where we have it.

    The Message-ID is the telling's own. Raises ValueError for an address that is none.
    """
    words = SITE.catalogues.choose(language)
    subject = words.say("lesson.subject", reference=reference)
    name = greetable(name)
    values = {
        "subject": subject,
        "greeting": words.say("lesson.greeting", name=name) if name else words.say("lesson.greeting_unnamed"),
        "reference": reference,
        "what_changed": what_changed,
        "written_in": written_in,
        "written_dir": "rtl" if written_in.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr",
    }
    return compose(
        sender=sender,
        recipient=address(name, recipient),
        subject=subject,
        now=now,
        id=message_id(f"lesson.{telling_id}", sender),
        text=SITE.render("lesson_mail.txt", words, **values),
        html=SITE.render("lesson_mail.html", words, **values),
        language=words.language,
    )
