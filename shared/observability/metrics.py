"""Metrics of a process, for Prometheus: requests by method, route template and status, and their duration.

Counted in plain cells and put into Prometheus' shape only when it reads: every request pays for the counting.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the duration, in seconds."""

UNKNOWN_ROUTE = "(none)"
"""One label for every path that no route has, so that a scanner can't fill the memory."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BOUNDS = (*(str(bound) for bound in BUCKETS), "+Inf")


class _Cell:
    __slots__ = ("buckets", "seconds")

    def __init__(self) -> None:
        self.buckets = [0] * (len(BUCKETS) + 1)
        self.seconds = 0.0


class RequestMetrics(Collector):
    """The requests that this process answered."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str, int], _Cell] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request; `route` is the template, never the path."""
        cell = self._cells.get((method, route, status))
        if cell is None:
            known = method if method in _METHODS else "OTHER"
            cell = self._cells.setdefault((known, route, status), _Cell())
        cell.buckets[bisect_left(BUCKETS, seconds)] += 1
        cell.seconds += seconds

    def describe(self) -> Iterable[Metric]:
        """The families, empty: the registry asks before there is a request."""
        return self._families()

    def collect(self) -> Iterator[Metric]:
        """The families as they stand."""
        counts, durations = self._families()
        by_route: dict[tuple[str, str], _Cell] = {}
        for (method, route, status), cell in list(self._cells.items()):
            counts.add_metric([method, route, str(status)], sum(cell.buckets))
            total = by_route.setdefault((method, route), _Cell())
            total.buckets = [one + other for one, other in zip(total.buckets, cell.buckets, strict=True)]
            total.seconds += cell.seconds
        for labels, cell in by_route.items():
            reached = 0
            buckets: list[tuple[str, float]] = []
            for bound, count in zip(_BOUNDS, cell.buckets, strict=True):
                reached += count
                buckets.append((bound, reached))
            durations.add_metric(list(labels), buckets, cell.seconds)
        yield counts
        yield durations

    @staticmethod
    def _families() -> tuple[CounterMetricFamily, HistogramMetricFamily]:
        return (
            CounterMetricFamily("redress_http_requests", "Requests answered", labels=["method", "route", "status"]),
            HistogramMetricFamily(
                "redress_http_request_seconds", "Time until the answer was given", labels=["method", "route"]
            ),
        )


REQUESTS = RequestMetrics()
REGISTRY.register(REQUESTS)


def exposition() -> tuple[bytes, str]:
    """All metrics of this process as text, and its content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
