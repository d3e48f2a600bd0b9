"""Templates to text: HTML is escaped always, and a name without a value is an error, never an empty place."""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from services.followup.pages.catalogue import Catalogue, languages

_FOLDER = Path(__file__).parent / "templates"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_FOLDER),
    autoescape=select_autoescape(enabled_extensions=("html",), default=True, disabled_extensions=("txt",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@cache
def style() -> str:
    """The one style sheet, which every page carries inside itself."""
    return (_FOLDER / "page.css").read_text(encoding="utf-8")


@cache
def content_security_policy() -> str:
    """Nothing runs, nothing is fetched, forms go home, and only our own style sheet counts (CSP level 3)."""
    digest = base64.b64encode(sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def render(template: str, catalogue: Catalogue, /, **values: Any) -> str:
    """A template in a language. Raises UndefinedError or KeyError for what is missing."""
    return _ENVIRONMENT.get_template(template).render(
        say=catalogue.say,
        lang=catalogue.language,
        dir=catalogue.direction,
        languages=list(languages()),
        style=Markup(style()),  # noqa: S704 - our own file, and the page's CSP names its hash
        **values,
    )
