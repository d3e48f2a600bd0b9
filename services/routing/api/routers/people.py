"""Cool-downs, conduct, callbacks and appointments (RO-10 to RO-12)."""

from __future__ import annotations

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
