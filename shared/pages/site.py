"""Templates to text: HTML is escaped always, and a name without a value is an error, never an empty place."""

from __future__ import annotations

import base64
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from shared.pages.catalogue import Catalogue, Catalogues

_SHARED = Path(__file__).parent


class Site:
    """One service's `templates` and `catalogues`, over those that all services share.

    Raises ValueError for catalogues that don't fit together.
    """

    def __init__(self, folder: Path) -> None:
        self.catalogues = Catalogues(_SHARED / "catalogues", folder / "catalogues")
        self._environment = Environment(
            loader=FileSystemLoader([folder / "templates", _SHARED / "templates"]),
            autoescape=select_autoescape(enabled_extensions=("html",), default=True, disabled_extensions=("txt",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._style = (_SHARED / "templates" / "page.css").read_text(encoding="utf-8")
        digest = base64.b64encode(sha256(self._style.encode()).digest()).decode()
        self._policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )

    def style(self) -> str:
        """The one style sheet, which every page carries inside itself."""
        return self._style

    def content_security_policy(self) -> str:
        """Nothing runs, nothing is fetched, forms go home, and only our own style sheet counts (CSP level 3)."""
        return self._policy

    def render(self, template: str, catalogue: Catalogue, /, **values: Any) -> str:
        """A template in a language. Raises UndefinedError or KeyError for what is missing."""
        return self._environment.get_template(template).render(
            say=catalogue.say,
            say_apart=_apart(catalogue),
            lang=catalogue.language,
            dir=catalogue.direction,
            languages=list(self.catalogues.all().values()),
            style=Markup(self._style),  # noqa: S704 - our own file, and the page's CSP names its hash
            **values,
        )


def _apart(catalogue: Catalogue) -> Callable[..., Markup]:
    """Says what `say` says, as HTML in which each value keeps its own direction: a name or a number, an English
    sentence in an Arabic one (HTML `bdi`).
    """

    def say_apart(key: str, **values: object) -> Markup:
        apart = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in values.items()}
        return escape(catalogue.words[key]).format_map(apart)

    return say_apart
