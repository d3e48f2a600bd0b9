"""Rows as plain dicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plain(row: Mapping[Any, Any], *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """A row by the names of its columns. SQLAlchemy's names are a subclass of str, which JSON writers refuse."""
    return {str(name): value for name, value in row.items() if name not in without}
