"""Who acts on a customer's own page (IN-24)."""

from __future__ import annotations

from services.intake.domain.actor import Actor
from services.intake.domain.word import CUSTOMER

HOLDER = Actor(subject=CUSTOMER, staff_id=None, teams=None)
"""Whoever holds a complaint's link: they see that complaint and nothing else, because the link names it."""
