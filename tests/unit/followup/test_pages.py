"""The words of pages and mails, and that no page has an empty place."""

from __future__ import annotations

import string
from base64 import b64encode
from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256
from uuid import UUID

import pytest
from jinja2 import UndefinedError

from services.followup.pages.catalogue import Catalogue, accepted, catalogue_for, catalogues
from services.followup.pages.render import content_security_policy, render
from services.followup.pages.survey_mail import survey_mail
from shared.kernel.ids import new_id


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


class TestCatalogues:
    def test_are_the_four_languages_at_least(self) -> None:
        """FO-1: what a customer reads is there in English, Arabic, Lithuanian and Greek."""
        assert {"en", "ar", "lt", "el"} <= set(catalogues())
        assert catalogues()["ar"].direction == "rtl"

    @pytest.mark.parametrize("words", catalogues().values(), ids=lambda words: words.language)
    def test_say_the_same_things_with_the_same_placeholders(self, words: Catalogue) -> None:
        """FO-1: no language lacks a text or a placeholder."""
        english = catalogues()["en"].words
        assert words.words.keys() == english.keys()
        assert {key: _places(text) for key, text in words.words.items()} == {
            key: _places(text) for key, text in english.items()
        }

    @pytest.mark.parametrize(
        ("tag", "language"),
        [("ar-EG", "ar"), ("LT", "lt"), ("el_GR", "el"), ("zh-Hant-TW", "en"), (None, "en"), ("", "en"), ("-", "en")],
    )
    def test_are_found_by_prefix_and_else_in_english(self, tag: str | None, language: str) -> None:
        """FO-1: in the customer's language (RFC 4647 lookup)."""
        assert catalogue_for(tag).language == language

    def test_a_browser_says_its_languages_in_order(self) -> None:
        """FO-5: the comment page speaks the browser's language."""
        assert accepted("de;q=0.5, lt-LT, el;q=0.8, xx;q=nonsense, fr;q=0") == ["lt-LT", "el", "de"]


class TestRendering:
    def test_refuses_a_template_with_an_unfilled_place(self) -> None:
        """FO-1: an empty place is an error, never a page."""
        with pytest.raises(UndefinedError):
            render("notice.html", catalogue_for("en"), language_links={})

    def test_escapes_what_people_typed(self) -> None:
        """FO-5: a comment can't become part of a page's code."""
        page = render(
            "notice.html", catalogue_for("en"), language_links={}, title="<script>alert(1)</script>", paragraphs=[]
        )
        assert "<script>" not in page
        assert "&lt;script&gt;" in page

    def test_allows_its_own_style_sheet_and_nothing_else(self) -> None:
        """FO-3: nothing runs in a page and nothing is fetched by it."""
        policy = content_security_policy()
        page = render("notice.html", catalogue_for("en"), language_links={}, title="", paragraphs=[])
        inside = page.partition("<style>")[2].partition("</style>")[0]
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
        assert "unsafe" not in policy


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
