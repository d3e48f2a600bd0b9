"""Spans of time as people type them: 30h, 2d, 90m, 1d12h."""

from __future__ import annotations

import re
from datetime import timedelta

import typer

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_FORM = re.compile(r"(?:\d{1,6}[dhms])+")
_PART = re.compile(r"(\d+)([dhms])")


def duration(text: str | timedelta) -> timedelta:
    """Read `1d12h`. Raises typer.BadParameter for anything else; typer also sends an option's default this way."""
    if isinstance(text, timedelta):
        return text
    if not _FORM.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is no span of time; write 30h, 2d, 90m or 1d12h")
    return sum((timedelta(**{_UNITS[unit]: int(count)}) for count, unit in _PART.findall(text)), timedelta())
