"""Escalation: handoffs, the ladder, the hint (RO-3 to RO-6)."""

from __future__ import annotations

from fastapi import APIRouter

from services.routing.api import handoffs

ROUTERS: tuple[APIRouter, ...] = (handoffs.router,)
