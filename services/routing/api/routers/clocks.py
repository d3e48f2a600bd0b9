"""Calendars, rule packs, clocks and their pauses (RO-7, RO-13)."""

from __future__ import annotations

from fastapi import APIRouter

from services.routing.api import calendars, clock_insight, clocks, rule_packs

ROUTERS: tuple[APIRouter, ...] = (clocks.router, calendars.router, rule_packs.router, clock_insight.router)
