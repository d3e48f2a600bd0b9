"""What a site renders: no empty place, nothing that people typed as code, its own style sheet and nothing else."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from shared.pages.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A service with a template and a word of its own, in English only."""
    (tmp_path / "catalogues").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "catalogues" / "en.toml").write_text('[card]\ntitle = "A card"\n', encoding="utf-8")
    template = '{% extends "page.html" %}{% block title %}{{ say("card.title") }}: {{ say("page.send") }}{% endblock %}'
    (tmp_path / "templates" / "card.html").write_text(template, encoding="utf-8")
    return Site(tmp_path)


class TestRendering:
    def test_refuses_a_template_with_an_unfilled_place(self, site: Site) -> None:
        """FO-1: an empty place is an error, never a page."""
        with pytest.raises(UndefinedError):
            site.render("notice.html", site.catalogues.choose("en"), language_links={})

    def test_escapes_what_people_typed(self, site: Site) -> None:
        """FO-5: a comment can't become part of a page's code."""
        page = site.render(
            "notice.html",
            site.catalogues.choose("en"),
            language_links={},
            title="<script>alert(1)</script>",
            paragraphs=[],
        )
        assert "<script>" not in page
        assert "&lt;script&gt;" in page

    def test_keeps_the_direction_of_what_stands_in_a_sentence(self, site: Site, tmp_path: Path) -> None:
        """FO-1, FO-5: a value has a direction of its own, and is still not code."""
        words = tmp_path / "catalogues" / "en.toml"
        words.write_text('[card]\ntitle = "Size <{size}>"\n', encoding="utf-8")
        template = '{{ say_apart("card.title", size="<40>") }}'
        (tmp_path / "templates" / "size.html").write_text(template, encoding="utf-8")
        again = Site(tmp_path)
        page = again.render("size.html", again.catalogues.choose("en"))
        assert page == "Size &lt;<bdi>&lt;40&gt;</bdi>&gt;"

    def test_allows_its_own_style_sheet_and_nothing_else(self, site: Site) -> None:
        """FO-3: nothing runs in a page and nothing is fetched by it."""
        policy = site.content_security_policy()
        page = site.render("notice.html", site.catalogues.choose("en"), language_links={}, title="", paragraphs=[])
        inside = page.partition("<style>")[2].partition("</style>")[0]
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
        assert "unsafe" not in policy

    def test_finds_own_templates_and_words_over_the_shared_ones(self, site: Site) -> None:
        """FO-1: a service's page stands in the frame that all pages share."""
        page = site.render("card.html", site.catalogues.choose("en"), language_links={})
        assert "<title>A card: Send</title>" in page
        assert f"<style>{site.style()}</style>" in page
