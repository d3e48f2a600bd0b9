"""Bytes to text as mail has it: any charset or none, wrong or right, and never a character that can't be kept."""

from __future__ import annotations

import codecs
import re

_CHARSETS = re.compile(
    r"ascii|utf-(?:7|8|16|32)(?:-[lb]e|-sig)?|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|big5\w*|gb\w+|hz|euc_\w+|shift_jis\w*"
    r"|iso2022_\w+|johab|tis-620|kz1048|ptcp154"
)
"""Python's names of charsets. Its other codecs (punycode, idna, zip ...) are no charsets, and some are slow."""
_GUESSES = ("utf-8", "cp1252")
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")


def text_of(content: bytes, charset: str | None) -> str:
    """The text, in the charset that it claims where that can be, else as UTF-8, else as Windows' Latin."""
    for name in (_known(charset), *_GUESSES):
        if name is None:
            continue
        try:
            return clean(content.decode(name))
        except (UnicodeError, ValueError):
            continue
    return clean(content.decode("latin-1"))


def clean(text: str) -> str:
    """With line feeds only, half characters replaced, and without controls that no person types."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return _UNKEPT.sub("", _HALF.sub("\ufffd", plain))


def one_line(text: str, *, most: int) -> str:
    """Cleaned, on one line, of at most `most` characters."""
    return " ".join(clean(text[: 8 * most]).split())[:most].rstrip()


def _known(charset: str | None) -> str | None:
    try:
        name = codecs.lookup((charset or "").strip()[:40]).name
    except (LookupError, ValueError):
        return None
    return name if _CHARSETS.fullmatch(name) else None
