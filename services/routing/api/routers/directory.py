"""The staff directory: people, their hours and absences, exchange with other directories (RO-1)."""

from __future__ import annotations

from fastapi import APIRouter

from services.routing.api import staff

ROUTERS: tuple[APIRouter, ...] = (staff.router,)
