"""Calendars, rule packs, clocks and their pauses (RO-7, RO-13)."""

from __future__ import annotations

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
