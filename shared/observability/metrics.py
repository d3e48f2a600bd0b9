"""Metrics of a process, for Prometheus: requests by method, route template and status."""

from __future__ import annotations

from functools import lru_cache

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Histogram, generate_latest

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS = Counter("redress_http_requests_total", "Requests answered", ["method", "route", "status"])
DURATION = Histogram(
    "redress_http_request_seconds", "Time from the first byte to the answer", ["method", "route"], buckets=_BUCKETS
)

# Finding a labelled child costs more than counting with it: the few that there are stay at hand.
_requests = lru_cache(maxsize=4096)(REQUESTS.labels)
_duration = lru_cache(maxsize=1024)(DURATION.labels)

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNKNOWN_ROUTE = "(none)"
"""One label for every path that no route has, so that a scanner can't fill the memory."""


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request; `route` is the template, never the path."""
    if method not in _METHODS:
        method = "OTHER"
    _requests(method, route, str(status)).inc()
    _duration(method, route).observe(seconds)


def exposition() -> tuple[bytes, str]:
    """All metrics of this process as text, and its content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
