"""The customer's own page: what its link is for, and who acts there (IN-24)."""

from __future__ import annotations

from services.intake.domain.actor import Actor
from services.intake.domain.word import CUSTOMER

PURPOSE = "page"
"""What the link is signed for; a link for anything else doesn't open it."""
HOLDER = Actor(subject=CUSTOMER, staff_id=None, teams=None)
"""Whoever holds a complaint's link: they see that complaint and nothing else, because the link names it."""
