"""Intake's pages as responses."""

from __future__ import annotations

from services.intake.pages.site import SITE
from shared.pages.web import Web

WEB = Web(SITE)
