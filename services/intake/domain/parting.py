"""A respectful end for the few who can't be satisfied, by a manager's decision only (IN-23)."""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.domain.complaint import Complaint
from services.intake.domain.vocabulary import Channel, Feeling
from shared.kernel.errors import FieldError, Forbidden, Invalid


class NotAManager(Forbidden):
    slug = "not-a-manager"
    title = "Only a manager decides that a complaint ends without satisfaction"


class PartingIncomplete(Invalid):
    slug = "parting-incomplete"
    title = "A parting is respectful: parts of it are missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """What the manager decided, what the customer is told, and where else they can turn."""

    reason: str | None
    words: str | None
    where_to_turn: str | None
    channel: Channel | None


def check_parting(parting: Parting, complaint: Complaint) -> None:
    """Raises PartingIncomplete, naming every missing part at once."""
    needed = {
        "/reason": (parting.reason, "say why nothing else is left"),
        "/words": (parting.words, "say what the customer is told, with thanks and without blame"),
        "/where_to_turn": (parting.where_to_turn, "name where the customer can still turn, such as an ombudsman"),
        "/channel": (parting.channel, "say how the customer is told"),
        "/feeling_acknowledged": (
            complaint.feeling in (None, Feeling.CALM) or complaint.feeling_acknowledged_at,
            "acknowledge how the customer feels first",
        ),
    }
    missing = tuple(FieldError(pointer, why) for pointer, (given, why) in needed.items() if not given)
    if missing:
        raise PartingIncomplete(fields=missing)
