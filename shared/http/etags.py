"""Versions as strong ETags, and the conditions that callers put on them (RFC 9110 section 13)."""

from __future__ import annotations

import re

from shared.kernel.errors import FieldError, Invalid, PreconditionFailed, PreconditionRequired

_STRONG = re.compile(r'"([0-9]{1,18})"')
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_LIST = re.compile(r"\s*,\s*")


class MalformedIfMatch(Invalid):
    slug = "malformed-if-match"
    title = 'If-Match takes one version as its ETag: If-Match: "3"'
    status = 400


def etag(version: int) -> str:
    """The strong ETag of a version: `"3"`."""
    return f'"{version}"'


def parse_if_match(header: str | None) -> int | None:
    """The version that the caller has read; None without the header, and for `*` (any version).

    Raises MalformedIfMatch for anything but one strong tag of ours; PreconditionFailed for a well-formed
    tag that we never gave (a weak or foreign one never matches).
    """
    if header is None or header.strip() == "*":
        return None
    tag = header.strip()
    if found := _STRONG.fullmatch(tag):
        return int(found[1])
    if _TAG.fullmatch(tag):
        raise PreconditionFailed
    raise MalformedIfMatch(fields=(FieldError("If-Match", 'expected one ETag in quotes, such as "3"'),))


def require(version: int | None) -> int:
    """The version, or PreconditionRequired (RFC 6585) when the caller named none."""
    if version is None:
        raise PreconditionRequired(fields=(FieldError("If-Match", "is required here"),))
    return version


def check(expected: int | None, current: int) -> None:
    """Raise PreconditionFailed when the caller's version is not the current one; None asks for nothing."""
    if expected is not None and expected != current:
        raise PreconditionFailed(current_version=current)


def none_match(header: str | None, tag: str) -> bool:
    """Whether If-None-Match names this tag, so that 304 is enough (weak comparison, RFC 9110 13.1.2)."""
    if header is None:
        return False
    if header.strip() == "*":
        return True
    return any(offered.removeprefix("W/") == tag for offered in _LIST.split(header.strip()))
