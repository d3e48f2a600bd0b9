"""Who owns what: the queue, workload, reassignment (RO-2, RO-14)."""

from __future__ import annotations

from fastapi import APIRouter

from services.routing.api import cases

ROUTERS: tuple[APIRouter, ...] = (cases.router,)
