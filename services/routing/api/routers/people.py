"""Cool-downs, conduct, callbacks and appointments (RO-10 to RO-12)."""

from __future__ import annotations

from fastapi import APIRouter

from services.routing.api import appointments, calendar_files, calming, conduct, sanctions

# The files come first: `{id}.ics` would else be read as an id.
ROUTERS: tuple[APIRouter, ...] = (
    calendar_files.router,
    appointments.router,
    calming.router,
    conduct.router,
    sanctions.router,
)
