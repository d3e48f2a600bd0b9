"""Routing's words, a file per language; another language is one file more."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shared.pages.catalogue import Catalogues

_FOLDER = Path(__file__).parent / "catalogues"


@cache
def catalogues() -> Catalogues:
    """All languages there are."""
    return Catalogues(_FOLDER)
