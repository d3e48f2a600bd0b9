"""What the messaging parts count, for /metrics."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

RELAYED = Counter("redress_relay_published_total", "Events that the broker has taken from the outbox", ["how"])
REFUSED = Counter("redress_relay_refused_total", "Events that the broker will never take")
RELAY_ACTIVE = Gauge("redress_relay_active", "1 where this process holds the relay's lock")
OUTBOX_DEPTH = Gauge("redress_outbox_unpublished", "Events that wait in the outbox (counted up to a bound)")
OUTBOX_AGE = Gauge("redress_outbox_oldest_seconds", "Age of the oldest event that waits in the outbox")

CONSUMED = Counter("redress_consumer_events_total", "Events taken from a stream", ["stream", "outcome"])
DEAD = Counter("redress_dead_letters_total", "Events that became dead letters", ["stream"])
DEAD_WAITING = Gauge("redress_dead_letters_waiting", "Dead letters that nobody has replayed")

TIMERS = Counter("redress_timers_total", "Timers that were run", ["kind", "outcome"])
TIMERS_LATE = Gauge("redress_timers_late_seconds", "How long the most overdue timer has waited for a worker")

RESTARTS = Counter("redress_worker_restarts_total", "Parts of the worker that crashed and were started again", ["part"])
DENIALS = Counter("redress_nats_denials_total", "Things that NATS refused this identity")
