"""The staff directory: people, their hours and absences, exchange with other directories (RO-1)."""

from __future__ import annotations

from fastapi import APIRouter

from services.routing.api import availability, staff, staff_files
from services.routing.api.scim import discovery, groups, users

# Discovery comes last: it ends with what leads nowhere.
ROUTERS: tuple[APIRouter, ...] = (
    staff.router,
    staff_files.router,
    availability.router,
    users.router,
    groups.router,
    discovery.router,
)
