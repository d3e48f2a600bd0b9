"""As much of a service as a worker needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.messaging.subscription import Subscription
from shared.messaging.timers import TimerHandler


@dataclass
class Small:
    """A service without rules."""

    name: str = "intake"
    subscriptions: Sequence[Subscription] = ()
    timers: Mapping[str, TimerHandler] = field(default_factory=dict)
