"""The header of a message or of a part: read leniently, decoded carefully (RFC 5322, RFC 2047).

The standard library's new policy raises IndexError and others from headers that really come in (cpython issues 74886,
76359, 151857), so the fields are taken raw (compat32) and read here.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime

from services.intake.domain.mail.characters import clean, one_line, text_of

_MOST_BYTES = 262_144
_MOST_CHARACTERS = 16_000
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,40})?\?([bqBQ])\?([^?\s]{0,2000})\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")


class Headers:
    """The fields of one header, by name, in order."""

    def __init__(self, block: bytes) -> None:
        self.message: Message = BytesParser(policy=compat32).parsebytes(block[:_MOST_BYTES], headersonly=True)
        self._fields: dict[str, list[str]] = {}
        for name, value in self.message.raw_items():
            self._fields.setdefault(name.lower(), []).append(_unfolded(value))

    def __len__(self) -> int:
        return len(self._fields)

    def all(self, *names: str) -> list[str]:
        """The values of these fields as they were sent, each on one line."""
        return [value for name in names for value in self._fields.get(name, ())]

    def first(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return next(iter(self._fields.get(name, ())), "")

    def has(self, name: str) -> bool:
        """Whether there is such a field."""
        return name in self._fields

    def content_type(self) -> str:
        """`text/html`; what is not said or can't be read is text/plain (RFC 2045, 5.2)."""
        return self.message.get_content_type()

    def parameter(self, name: str, *, of: str = "content-type") -> str | None:
        """A parameter of a field, RFC 2231 and RFC 2047 undone; None where it is not there or can't be read."""
        try:
            value = self.message.get_param(name, header=of)
            if isinstance(value, tuple):
                charset, _, encoded = value
                return text_of(encoded.encode("latin-1", "replace"), charset)
        except (ValueError, LookupError, TypeError, AttributeError):
            return None
        return decoded(_bytes_undone(value)) if isinstance(value, str) else None


def decoded(value: str) -> str:
    """A field with its encoded words read; a word that can't be read stays as it is."""
    runs: list[tuple[str | None, bytes | str]] = []
    end = 0
    value = _BETWEEN_WORDS.sub("", value)
    for word in _WORD.finditer(value):
        if word.start() > end:
            runs.append((None, value[end : word.start()]))
        end = word.end()
        content = _content(word[2], word[3])
        charset = word[1].lower()
        if content is None:
            runs.append((None, word[0]))
        elif runs and runs[-1][0] == charset and isinstance(before := runs[-1][1], bytes):
            # A character may be torn between two words.
            runs[-1] = (charset, before + content)
        else:
            runs.append((charset, content))
    runs.append((None, value[end:]))
    return clean("".join(part if isinstance(part, str) else text_of(part, charset) for charset, part in runs))


def date_of(value: str) -> datetime | None:
    """The moment that a Date or the end of a Received field names, in UTC; None where it names none."""
    try:
        found = parsedate_to_datetime(value.rpartition(";")[2].strip()[:100])
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def line_of(value: str, *, most: int) -> str:
    """A field for people: decoded, on one line."""
    return one_line(decoded(value), most=most)


def _content(encoding: str, text: str) -> bytes | None:
    try:
        raw = text.encode("ascii")
        if encoding in "bB":
            return base64.b64decode(raw + b"=" * (-len(raw) % 4))
        return binascii.a2b_qp(raw, header=True)
    except (binascii.Error, ValueError):
        return None


def _unfolded(value: str) -> str:
    return " ".join(_bytes_undone(value[:_MOST_CHARACTERS]).split())


def _bytes_undone(value: str) -> str:
    """The parser keeps bytes beyond ASCII as half characters: raw UTF-8 (RFC 6532), or nobody knows what."""
    if value.isascii():
        return value
    return text_of(value.encode("utf-8", "surrogateescape"), "utf-8")
