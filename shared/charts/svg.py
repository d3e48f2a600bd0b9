"""SVG text, written element by element: everything is escaped here, so nothing that is drawn can be markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

FONT = "Verdana, 'DejaVu Sans', 'Noto Sans', Arial, sans-serif"
INK = "#1a1a1a"
FAINT = "#d0d0d0"
QUIET = "#595959"
"""Grey that is still read easily on white (contrast 7:1)."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(name: str, *inside: str, **attributes: object) -> str:
    """An element of these parts, which are SVG already; `font_size=12` is written font-size."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_written(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def plain(text: str) -> str:
    """Text as it may stand in XML."""
    return escape(_NOT_IN_XML.sub("\ufffd", text))


def text(
    words: str,
    *,
    x: float,
    y: float,
    size: float = 12,
    anchor: str = "start",
    colour: str = INK,
    bold: bool = False,
    told: str | None = None,
) -> str:
    """A line of text; `told` is what a pointer that rests on it, or a reader that can't see it, is told instead."""
    parts = [plain(words)] if told is None else [element("title", plain(told)), plain(words)]
    return element(
        "text",
        *parts,
        x=x,
        y=y,
        font_size=size,
        text_anchor=None if anchor == "start" else anchor,
        fill=colour,
        font_weight="bold" if bold else None,
    )


def picture(body: Iterable[str], *, width: float, height: float, title: str, description: str) -> str:
    """A whole document: as wide as the page it stands on, with a name and a description for screen readers."""
    named = [
        element("title", plain(title), id="title"),
        element("desc", plain(description), id="desc"),
        element("rect", width=width, height=height, fill="#ffffff"),
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + element(
            "svg",
            *named,
            *body,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_written(width)} {_written(height)}",
            width="100%",
            role="img",
            aria_labelledby="title desc",
            font_family=FONT,
        )
        + "\n"
    )


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return _NOT_IN_XML.sub("\ufffd", str(value))
