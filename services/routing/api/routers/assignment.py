"""Who owns what: the queue, workload, reassignment (RO-2, RO-14)."""

from __future__ import annotations

from fastapi import APIRouter

from services.routing.api import cases, queue, reassignment, workload

# The queue comes before the cases: of /v1/cases/forgotten the last part is no id.
ROUTERS: tuple[APIRouter, ...] = (queue.router, cases.router, reassignment.router, workload.router)
