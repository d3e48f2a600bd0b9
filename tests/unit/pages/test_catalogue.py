"""Catalogues of several folders together, and which language somebody gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.pages.catalogue import Catalogues, accepted

SHARED = {
    "en": '[language]\nname = "English"\ndirection = "ltr"\n[page]\nsend = "Send"\n',
    "ar": '[language]\nname = "العربية"\ndirection = "rtl"\n[page]\nsend = "إرسال"\n',
}
OWN = {"en": '[card]\ntitle = "Dear {name}"\n', "ar": '[card]\ntitle = "مرحبًا {name}"\n'}


def _folder(place: Path, files: dict[str, str]) -> Path:
    place.mkdir()
    for language, text in files.items():
        (place / f"{language}.toml").write_text(text, encoding="utf-8")
    return place


def _catalogues(tmp_path: Path, *, own: dict[str, str], shared: dict[str, str] | None = None) -> Catalogues:
    return Catalogues(_folder(tmp_path / "shared", shared or SHARED), _folder(tmp_path / "own", own))


@pytest.fixture
def catalogues(tmp_path: Path) -> Catalogues:
    """English, Arabic, Lithuanian and Greek, with one word of their own."""
    four = dict.fromkeys(("lt", "el"), SHARED["en"]) | SHARED
    return _catalogues(tmp_path, shared=four, own=dict.fromkeys(("lt", "el"), OWN["en"]) | OWN)


class TestCatalogues:
    def test_say_shared_words_and_own_ones(self, catalogues: Catalogues) -> None:
        """FO-1: one language, whoever wrote down its words."""
        arabic = catalogues.all()["ar"]
        assert (arabic.name, arabic.direction) == ("العربية", "rtl")
        assert arabic.words == {"page.send": "إرسال", "card.title": "مرحبًا {name}"}
        assert arabic.say("card.title", name="سلمى") == "مرحبًا سلمى"

    def test_have_a_language_only_where_every_folder_has_it(self, tmp_path: Path) -> None:
        """FO-1: half a language would be pages with empty places."""
        assert set(_catalogues(tmp_path, own={"en": OWN["en"], "de": OWN["en"]}).all()) == {"en"}

    def test_refuse_a_key_that_is_defined_twice(self, tmp_path: Path) -> None:
        """A service can't change shared words behind the others' backs."""
        with pytest.raises(ValueError, match=r"page\.send"):
            _catalogues(tmp_path, own=OWN | {"en": '[page]\nsend = "Go"\n'})

    def test_refuse_a_language_without_a_name(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match=r"language\.name"):
            _catalogues(tmp_path, own=OWN, shared=SHARED | {"ar": '[language]\ndirection = "rtl"\n'})

    def test_refuse_to_be_without_english(self, tmp_path: Path) -> None:
        """Everybody whose language is not there falls back to it."""
        with pytest.raises(ValueError, match=r"en\.toml"):
            _catalogues(tmp_path, own={"ar": OWN["ar"]})

    @pytest.mark.parametrize(
        ("tag", "language"),
        [("ar-EG", "ar"), ("LT", "lt"), ("el_GR", "el"), ("zh-Hant-TW", "en"), (None, "en"), ("", "en"), ("-", "en")],
    )
    def test_are_found_by_prefix_and_else_in_english(
        self, catalogues: Catalogues, tag: str | None, language: str
    ) -> None:
        """FO-1: in the customer's language (RFC 4647 lookup)."""
        assert catalogues.choose(tag).language == language

    def test_a_browser_says_its_languages_in_order(self) -> None:
        """FO-5: the comment page speaks the browser's language."""
        assert accepted("de;q=0.5, lt-LT, el;q=0.8, xx;q=nonsense, fr;q=0") == ["lt-LT", "el", "de"]
