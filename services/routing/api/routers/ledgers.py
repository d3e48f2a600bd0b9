"""Promises, budgets, the voice of the staff, notes (RO-8, RO-9, RO-15)."""

from __future__ import annotations

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
