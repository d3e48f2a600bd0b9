"""Followup's words in every language, and the mail with a survey."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import UUID

import pytest

from services.followup.pages.site import SITE
from services.followup.pages.survey_mail import survey_mail
from shared.kernel.ids import new_id
from shared.pages.catalogue import Catalogue


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


class TestCatalogues:
    def test_are_the_four_languages_at_least(self) -> None:
        """FO-1: what a customer reads is there in English, Arabic, Lithuanian and Greek."""
        assert {"en", "ar", "lt", "el"} <= set(SITE.catalogues.all())
        assert SITE.catalogues.all()["ar"].direction == "rtl"

    @pytest.mark.parametrize("words", SITE.catalogues.all().values(), ids=lambda words: words.language)
    def test_say_the_same_things_with_the_same_placeholders(self, words: Catalogue) -> None:
        """FO-1: no language lacks a text or a placeholder."""
        english = SITE.catalogues.all()["en"].words
        assert words.words.keys() == english.keys()
        assert {key: _places(text) for key, text in words.words.items()} == {
            key: _places(text) for key, text in english.items()
        }


def _survey_mail(*, name: str | None) -> EmailMessage:
    return survey_mail(
        survey_id=UUID(int=7),
        sender="care@redress.example",
        recipient="anna@example.com",
        name=name,
        reference="R-7",
        link="https://x.example/s/t",
        languages=("en",),
        now=datetime(2026, 5, 4, tzinfo=UTC),
    )


class TestSurveyMail:
    @pytest.mark.parametrize("language", ["en", "ar", "lt", "el"])
    def test_carries_the_link_in_text_and_html(self, language: str) -> None:
        """FO-1, FO-4: multipart, in the customer's language, with one Message-ID per survey."""
        survey_id = new_id()
        mail = survey_mail(
            survey_id=survey_id,
            sender="Care <care@redress.example>",
            recipient="anna@example.com",
            name="Anna Žukauskė",
            reference="R-7",
            link="https://x.example/s/t",
            languages=(language, "en"),
            now=datetime(2026, 5, 4, tzinfo=UTC),
        )
        text, html = (part.get_content() for part in mail.iter_parts())
        assert "https://x.example/s/t" in text
        assert 'href="https://x.example/s/t"' in html
        assert f'lang="{language}"' in html
        assert "Anna Žukauskė" in text
        assert mail["Message-ID"] == f"<survey.{survey_id}@redress.example>"

    @pytest.mark.parametrize(
        "name",
        [
            "https://evil.example/prize",
            "You won: HTTP://evil.example",
            "see WWW.evil",
            "Anna evil.example",
            "prize.evil/now",
            "Anna\nYour account is closed",
            "Anna\u2028Your account is closed",
            "call help@evil.example",
        ],
    )
    def test_greets_nobody_by_what_is_no_name(self, name: str) -> None:
        """FO-1: what somebody typed as their name puts no link and no line into our mail."""
        unnamed = _survey_mail(name=None)
        mail = _survey_mail(name=name)
        assert [part.get_content() for part in mail.iter_parts()] == [
            part.get_content() for part in unnamed.iter_parts()
        ]
        assert mail["To"] == "anna@example.com"

    @pytest.mark.parametrize("name", ["J.Smith", "Dr. No", "  Anna  Žukauskė ", "O'Neill-Berg, Jr.", "山田 太郎"])
    def test_greets_everybody_else_by_name(self, name: str) -> None:
        """FO-1: initials and titles are names."""
        (text, _) = (part.get_content() for part in _survey_mail(name=name).iter_parts())
        assert " ".join(name.split()) in text

    @pytest.mark.parametrize("recipient", ["nobody", "a@b\r\nBcc: all@example.com", ""])
    def test_refuses_an_address_that_is_none(self, recipient: str) -> None:
        """FO-1: a broken address is unreachable, and puts nothing into the headers."""
        with pytest.raises(ValueError):
            survey_mail(
                survey_id=new_id(),
                sender="care@redress.example",
                recipient=recipient,
                name=None,
                reference="R-7",
                link="https://x.example/s/t",
                languages=(),
                now=datetime(2026, 5, 4, tzinfo=UTC),
            )
