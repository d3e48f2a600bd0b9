"""Routing's tables, as Alembic compares them and queries name them: a module per aggregate.

The tables of the later ledgers are imported from their modules; they are named here so that METADATA knows them all.
"""

from services.routing.storage.tables import (
    absence,
    assignment,
    budget,
    calendar,
    callback,
    conduct,
    cooldown,
    group,
    ladder,
    note,
    ownership,
    pack,
    pause,
    promise,
    voice,
)
from services.routing.storage.tables.base import METADATA
from services.routing.storage.tables.case import cases
from services.routing.storage.tables.clock import clocks
from services.routing.storage.tables.fact import fact, progress
from services.routing.storage.tables.handoff import handoffs
from services.routing.storage.tables.staff import authority, staff

__all__ = [
    "METADATA",
    "absence",
    "assignment",
    "authority",
    "budget",
    "calendar",
    "callback",
    "cases",
    "clocks",
    "conduct",
    "cooldown",
    "fact",
    "group",
    "handoffs",
    "ladder",
    "note",
    "ownership",
    "pack",
    "pause",
    "progress",
    "promise",
    "staff",
    "voice",
]
