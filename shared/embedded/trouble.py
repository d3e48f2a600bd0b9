"""What a person must put right on this machine."""

from __future__ import annotations


class Trouble(Exception):
    """The machine or its settings do not allow it; the message says what to do, and is shown without a traceback."""
