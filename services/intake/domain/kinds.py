"""The kinds of timers that intake has."""

from __future__ import annotations

ACKNOWLEDGE = "acknowledge"
DOUBT_ACKNOWLEDGEMENT = "doubt_acknowledgement"
