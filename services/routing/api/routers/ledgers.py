"""Promises, budgets, the voice of the staff, notes (RO-8, RO-9, RO-15)."""

from __future__ import annotations

from fastapi import APIRouter

from services.routing.api import budgets, notes, promises, promises_kept, voices

ROUTERS: tuple[APIRouter, ...] = (
    promises.router,
    promises_kept.router,
    budgets.router,
    voices.router,
    notes.router,
)
