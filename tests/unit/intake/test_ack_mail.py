"""Intake's words in every language, and the mail that acknowledges (IN-13)."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.intake.domain.lifecycle import Status
from services.intake.domain.mail.message import read_mail
from services.intake.domain.told import Handler, Told
from services.intake.domain.vocabulary import Channel, Feeling, WishKind
from services.intake.domain.wording.finding import Weight
from services.intake.gateways.rulebook import findings_in
from services.intake.pages.ack_mail import AckMail, Letter, ack_mail, care_team
from services.intake.pages.site import SITE
from services.intake.settings import IntakeSettings
from shared.pages.catalogue import Catalogue

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
LANGUAGES = ["en", "lt", "el", "ar"]
TOLD = Told(
    id=UUID(int=7),
    reference="RD-7F3K-9Q2M",
    status=Status.RECORDED,
    channel=Channel.PHONE,
    narrative="A green coat came instead of a blue one. " * 20,
    name="Ona",
    email="ona@customer.example",
    named=True,
    owner_id=UUID(int=8),
    language="en",
    feeling=Feeling.ANGRY,
    wish_kind=WishKind.REFUND,
    wish_detail=None,
    product="coat",
    order_reference=None,
    impact=None,
    received_at=NOW,
    recorded_at=NOW,
    answers=None,
)
LETTER = Letter(
    handler=Handler(name="Rasa", contact="+37060000001", staff_id=None),
    first_answer_by=date(2026, 3, 6),
    resolution_by=date(2026, 3, 14),
    link="https://care.example/p/token",
    sender="Care <care@redress.example>",
    reply_to="care+7f3k9q2m.dev.aaaaaaaaaaaaaaaaaaaa@redress.example",
)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def made(**changes: object) -> AckMail:
    """The mail about a complaint that differs so."""
    return ack_mail(replace(TOLD, **changes), LETTER, now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", SITE.catalogues.all().values(), ids=lambda words: words.language)
def test_languages_say_the_same_things_with_the_same_placeholders(words: Catalogue) -> None:
    """IN-13: English, Arabic, Lithuanian and Greek at least; none lacks a text or a placeholder."""
    assert {*LANGUAGES} <= set(SITE.catalogues.all())
    english = SITE.catalogues.all()["en"].words
    assert {key: _places(text) for key, text in words.words.items()} == {
        key: _places(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_break_no_wording_rule(language: str) -> None:
    """IN-14: what we ask of people holds for us; nothing admits or denies."""
    for feeling in Feeling:
        found = findings_in(made(language=language, feeling=feeling, narrative="x").kept, language=language)
        assert [one.rule for one in found if one.weight is Weight.REFUSE] == []


def test_a_long_story_is_shortened_between_words() -> None:
    """IN-13: their words, not all of them."""
    (line,) = [line for line in made().kept.split("\n") if line.startswith("You told us")]
    assert line.endswith("…”")
    assert len(line) < 200
    assert line.removesuffix("…”").split("“")[1] in TOLD.narrative


def test_dates_are_said_as_people_say_them() -> None:
    """IN-13: how long it takes, in plain words."""
    said = {language: SITE.catalogues.choose(language).date(date(2026, 3, 5)) for language in LANGUAGES}
    assert said == {"en": "March 5, 2026", "lt": "2026 m. kovo 5 d.", "el": "5 Μαρτίου 2026", "ar": "5 مارس 2026"}


def test_an_answer_to_a_mail_says_so() -> None:
    """IN-13: it stays in the customer's thread, and no machine answers it (RFC 3834)."""
    message = made(channel=Channel.EMAIL, answers="<first@customer.example>").message
    assert message["In-Reply-To"] == message["References"] == "<first@customer.example>"
    assert message["Auto-Submitted"] == "auto-replied"


def test_what_a_customer_writes_makes_no_header() -> None:
    """SU-4: line breaks in a product, a name or a Message-ID stay text."""
    message = made(
        product="coat\r\nBcc: x@evil.example", name="Ona\r\nBcc: y@evil.example", answers="<a@b>\r\nBcc: z@evil.example"
    ).message
    assert "Bcc" not in message
    assert "evil" not in message.as_string()


def test_our_own_mail_is_known_as_ours_when_it_comes_back() -> None:
    """IN-1: a loop ends where it begins."""
    raw = made().message.as_bytes()
    assert read_mail(raw, own="care@redress.example", default_language="en").automatic == "auto_reply"


def test_the_care_team_has_a_name_in_every_language() -> None:
    """IN-13: where no handler is known."""
    assert len({care_team(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_a_sender_too_long_for_signed_replies_is_refused_at_the_start() -> None:
    """IN-1: 64 octets before the @ are all there are (RFC 5321)."""
    given = {"database_url": "x", "nats_url": "x", "link_key": "x", "jwks_file": "x", "environment": "development"}
    IntakeSettings.model_validate(given | {"mail_from": "Care <customer-care-lt@redress.example>"})
    with pytest.raises(ValueError, match="REDRESS_MAIL_FROM"):
        IntakeSettings.model_validate(given | {"mail_from": "our-dear-customers-care@redress.example"})
