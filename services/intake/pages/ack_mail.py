"""The mail that acknowledges a complaint: in the customer's language, about their own matter (IN-13).

It says what was told, wished and felt, and neither admits nor denies anything. What customers wrote is shown without
whatever a mail program would make a link of: somebody else's address may have been given with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage

from services.intake.domain.told import Handler, Told
from services.intake.domain.vocabulary import Channel, Feeling
from services.intake.pages.site import SITE
from shared.mail.compose import address, compose, greetable, message_id, unlinked
from shared.pages.catalogue import Catalogue

_WORDS = 160
_SHORT = 80
_FEELINGS = {
    Feeling.WORRIED: "ack.feeling_worried",
    Feeling.UPSET: "ack.feeling_upset",
    Feeling.ANGRY: "ack.feeling_angry",
    Feeling.ABUSIVE: "ack.feeling_angry",
}
_WRITTEN = frozenset({Channel.EMAIL, Channel.WEB, Channel.SELF_SERVICE, Channel.LETTER, Channel.MESSAGING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What an acknowledgement says besides what was told."""

    handler: Handler
    first_answer_by: date
    resolution_by: date
    link: str
    sender: str
    reply_to: str


@dataclass(frozen=True, slots=True)
class AckMail:
    """The message, and its text as it is kept: without the link, which is the customer's key."""

    message: EmailMessage
    kept: str


def care_team(language: str) -> str:
    """What the care team is called where it has no name of its own."""
    return SITE.catalogues.choose(language).say("mail.care_team")


def wish_words(told: Told) -> str | None:
    """The wish as the customer would call it, with its detail."""
    if told.wish_kind is None:
        return None
    return " ".join(
        (SITE.catalogues.choose(told.language).say(f"ack.wish_{told.wish_kind.value}"), told.wish_detail or "")
    )


def ack_mail(told: Told, letter: Letter, *, now: datetime) -> AckMail:
    """The message, with a Message-ID that is the complaint's own. Raises ValueError for an address that is none."""
    words = SITE.catalogues.choose(told.language)
    name = greetable(told.name)
    matter = _shortened(told.product, _SHORT)
    values = {
        "subject": (
            words.say("ack.subject", matter=matter, reference=told.reference)
            if matter
            else words.say("ack.subject_plain", reference=told.reference)
        ),
        "greeting": words.say("mail.greeting", name=name) if name else words.say("mail.greeting_unnamed"),
        "paragraphs": [paragraph for paragraph in _paragraphs(told, letter, words) if paragraph],
        "reference": told.reference,
        "signed_by": letter.handler.name,
        "link": letter.link,
    }
    text = SITE.render("ack_mail.txt", words, **values)
    message = compose(
        sender=letter.sender,
        recipient=address(name, told.email or ""),
        subject=str(values["subject"]),
        now=now,
        id=message_id(f"ack.{told.id}", letter.sender),
        text=text,
        html=SITE.render("ack_mail.html", words, **values),
        language=words.language,
        reply_to=letter.reply_to,
        in_reply_to=told.answers,
        references=(told.answers,) if told.answers else (),
    )
    return AckMail(message, text.replace(letter.link, "…"))


def _paragraphs(told: Told, letter: Letter, words: Catalogue) -> Iterator[list[str]]:
    """The feeling first, then thanks, the matter, the handler, how long it takes."""
    yield [words.say(_FEELINGS[told.feeling])] if told.feeling in _FEELINGS else []
    yield [words.say("ack.thanks")]
    yield list(_matter(told, words))
    yield [words.say("ack.handler", handler=letter.handler.name, contact=letter.handler.contact)]
    yield [
        words.say("ack.first_answer", day=words.date(letter.first_answer_by)),
        words.say("ack.resolution", day=words.date(letter.resolution_by)),
    ]


def _matter(told: Told, words: Catalogue) -> Iterator[str]:
    written = "ack.words" if told.channel in _WRITTEN else "ack.words_told"
    if narrative := _shortened(told.narrative, _WORDS):
        yield words.say(written, words=narrative)
    if product := _shortened(told.product, _SHORT):
        yield words.say("ack.product", product=product)
    if order := _shortened(told.order_reference, _SHORT):
        yield words.say("ack.order", order=order)
    if told.wish_kind is not None:
        wish = words.say(f"ack.wish_{told.wish_kind.value}")
        if detail := _shortened(told.wish_detail, _SHORT):
            yield words.say("ack.wish_detail", wish=wish, detail=detail)
        else:
            yield words.say("ack.wish", wish=wish)
    if told.impact is not None and (occasion := _shortened(told.impact.occasion, _SHORT)):
        if told.impact.occasion_on is None:
            yield words.say("ack.occasion", occasion=occasion)
        else:
            yield words.say("ack.occasion_on", occasion=occasion, day=words.date(told.impact.occasion_on))


def _shortened(text: str | None, most: int) -> str:
    """On one line, without links, cut between words."""
    plain = unlinked((text or "")[: 8 * most])
    if len(plain) <= most:
        return plain
    head, space, _ = plain[:most].rpartition(" ")
    return f"{(head if space else plain[:most]).rstrip(' ,;:–-')}…"
