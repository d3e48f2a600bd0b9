"""Recognition's own knobs: none yet beside those that every service has; what counts is data, not a setting."""

from __future__ import annotations

from shared.settings import Settings


class RecognitionSettings(Settings):
    """The settings of recognition."""
