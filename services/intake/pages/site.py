"""Intake's templates and words, over those that all services share."""

from __future__ import annotations

from pathlib import Path

from shared.pages.site import Site

SITE = Site(Path(__file__).parent)
