"""All of routing's routers, an area after the other, in the order in which the documents show them."""

from __future__ import annotations

from fastapi import APIRouter

from services.routing.api.routers import assignment, clocks, directory, handoffs, ledgers, people

ROUTERS: tuple[APIRouter, ...] = (
    *directory.ROUTERS,
    *assignment.ROUTERS,
    *handoffs.ROUTERS,
    *clocks.ROUTERS,
    *ledgers.ROUTERS,
    *people.ROUTERS,
)
