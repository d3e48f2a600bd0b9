"""HTML mail as text: nothing runs, nothing hidden is shown, and what it quotes is marked as in plain mail.

The standard library's html.parser reads 100 kilobytes of `<a <a <a` in 158 seconds (quadratic, CPython 3.11), so tags
are found here in one pass: between two `<` there is at most one.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,20})((?>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*))>|<[^<>]*>", re.DOTALL)
_SKIPPED = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "object", "svg", "select", "textarea"}
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tr",
        "ul",
    ]
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"})
_EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_QUOTING = re.compile(
    r"(?:class|id)\s*=\s*[\"']?[^\"'>]*\b(?:gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|divRplyFwdMsg"
    r"|OutlookMessageHeader|mail-editor-reference-message-container|appendonsend)\b",
    re.IGNORECASE,
)
_REST_IS_QUOTED = re.compile(r"appendonsend|divRplyFwdMsg|OutlookMessageHeader", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:[;\"']|$)"
    r"|opacity\s*:\s*0\s*(?:[;\"']|$)|\shidden(?:\s|=|/|$)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Reading:
    lines: list[tuple[int, str]] = field(default_factory=list)
    line: str = ""
    open: list[tuple[str, bool, bool]] = field(default_factory=list)
    """Of each open element that matters: its name, whether it hides and whether it quotes."""
    hidden: int = 0
    quoted: int = 0
    rest_is_quoted: bool = False

    def say(self, text: str) -> None:
        if self.hidden or not text:
            return
        words = re.sub(r"\s+", " ", html.unescape(text))
        self.line += words.lstrip() if not self.line or self.line.endswith(" ") else words

    def end_line(self) -> None:
        depth = self.quoted or int(self.rest_is_quoted)
        self.lines.append((depth, self.line.strip()))
        self.line = ""


def html_to_text(source: str) -> str:
    """The words that a reader of the page would see, a line per block; quoted blocks begin with `> `."""
    reading = _Reading()
    source = _without_comments(source)
    end = 0
    for tag in _TAG.finditer(source):
        reading.say(source[end : tag.start()])
        end = tag.end()
        if tag[2] is not None:
            _step(reading, tag[2].lower(), closing=bool(tag[1]), attributes=tag[3][:2000])
    reading.say(source[end:])
    reading.end_line()
    return _laid_out(reading.lines)


def _step(reading: _Reading, name: str, *, closing: bool, attributes: str) -> None:
    if name in _BLOCKS and not reading.hidden and (reading.line.strip() or name == "br"):
        reading.end_line()
    if closing:
        _close(reading, name)
    elif name not in _EMPTY and not attributes.endswith("/") and len(reading.open) < 5000:
        hides = name in _SKIPPED or _HIDDEN.search(attributes) is not None
        quotes = name == "blockquote" or _QUOTING.search(attributes) is not None
        reading.rest_is_quoted |= quotes and _REST_IS_QUOTED.search(attributes) is not None
        reading.open.append((name, hides, quotes))
        reading.hidden += hides
        reading.quoted += quotes
    if name in _PARAGRAPHS and not reading.hidden:
        reading.lines.append((reading.quoted or int(reading.rest_is_quoted), ""))
    elif name in {"td", "th"} and closing:
        reading.say(" ")


def _close(reading: _Reading, name: str) -> None:
    """Close the innermost open element of that name; nobody looks further than people nest."""
    for back in range(1, min(len(reading.open), 60) + 1):
        if reading.open[-back][0] == name:
            for _, hides, quotes in reading.open[-back:]:
                reading.hidden -= hides
                reading.quoted -= quotes
            del reading.open[-back:]
            return


def _without_comments(source: str) -> str:
    """Without comments, declarations and instructions; one that does not end takes the rest with it."""
    kept: list[str] = []
    at = 0
    while (start := source.find("<!", at)) >= 0:
        kept.append(source[at:start])
        closing = "-->" if source.startswith("<!--", start) else ">"
        end = source.find(closing, start + 2)
        if end < 0:
            return "".join(kept)
        at = end + len(closing)
    return "".join(kept) + source[at:]


def _laid_out(lines: list[tuple[int, str]]) -> str:
    """The lines with their marks of quoting, never two empty ones in a row."""
    shown: list[str] = []
    for depth, line in lines:
        marked = f"{'>' * min(depth, 5)} {line}".strip() if depth else line
        empty = not line
        if not (empty and (not shown or not shown[-1].strip("> "))):
            shown.append(marked)
    return "\n".join(shown).strip()
