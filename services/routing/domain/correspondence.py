"""When the customer last heard from a person here, and when we last heard from them (RO-13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.routing.domain.progress import Fact, Happening

IN, OUT = "in", "out"


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The latest contact each way, None where there was none. What a machine wrote does not count."""

    last_out_at: datetime | None = None
    last_in_at: datetime | None = None


def contact_detail(*, direction: str, channel: str, automatic: bool) -> Mapping[str, Any]:
    """What a Fact of a contact keeps: `in` or `out`, the channel's code, whether a machine wrote it."""
    return {"direction": direction, "channel": channel, "automatic": automatic}


def correspondence(facts: Iterable[Fact]) -> Correspondence:
    """What facts about one complaint say of it, in whatever order they come."""
    contacts = [fact for fact in facts if fact.what is Happening.CONTACTED and not fact.detail.get("automatic")]
    return Correspondence(last_out_at=_last(contacts, OUT), last_in_at=_last(contacts, IN))


def _last(contacts: Iterable[Fact], direction: str) -> datetime | None:
    return max((fact.at for fact in contacts if fact.detail.get("direction") == direction), default=None)
