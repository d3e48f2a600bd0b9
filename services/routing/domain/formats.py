"""The written forms that the directory takes from files and other directories: addresses, numbers, language tags."""

from __future__ import annotations

import re

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
"""E.164."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
"""BCP 47, as far as people and directories write it."""
UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters and halves of a character: nobody types them, and PostgreSQL refuses some."""


def language_tag(tag: str) -> str:
    """The tag in the case of RFC 5646 section 2.1.1: en, zh-Hant, pt-BR."""
    first, *rest = tag.split("-")
    written = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest]
    return "-".join((first.lower(), *written))
