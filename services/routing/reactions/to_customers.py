"""What intake says of customers, as routing's commands; no rules here."""

from __future__ import annotations

from shared.messaging.subscription import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
