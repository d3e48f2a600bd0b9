"""The mail that carries a survey: text and HTML, in the customer's language."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from uuid import UUID

from services.followup.pages.site import SITE
from shared.mail.compose import address, compose, greetable, message_id


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
    words = SITE.catalogues.choose(*languages)
    subject = words.say("mail.subject", reference=reference)
    name = greetable(name)
    greeting = words.say("mail.greeting", name=name) if name else words.say("mail.greeting_unnamed")
    values = {"subject": subject, "greeting": greeting, "reference": reference, "link": link}
    # The mail's HTML has no language links and no style sheet of ours: many readers drop both.
    return compose(
        sender=sender,
        recipient=address(name, recipient),
        subject=subject,
        now=now,
        id=message_id(f"survey.{survey_id}", sender),
        text=SITE.render("survey_mail.txt", words, **values),
        html=SITE.render("survey_mail.html", words, **values),
        language=words.language,
    )
