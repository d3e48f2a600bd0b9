"""What can be done with a complaint now, as a table, so that a screen knows which buttons to show (IN-20).

An action is named like the operation of the API that does it. The rules themselves still decide: an action that is
shown may need more than the complaint alone can tell.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from services.intake.domain.lifecycle import OPEN, TRANSITIONS, Status, Step

ANY = frozenset(Status)


def _where(*steps: Step) -> frozenset[Status]:
    """The states from which one of these steps can be taken."""
    return frozenset(status for (status, step) in TRANSITIONS if step in steps)


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a complaint stands, and what of it waits for somebody."""

    status: Status
    waits: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done: with which scope, in which states, and only while what waits."""

    name: str
    """The operationId."""
    scope: str
    states: frozenset[Status]
    waits: str | None = None

    def possible(self, situation: Situation, scopes: Collection[str]) -> bool:
        """Whether whoever holds these scopes can do it now."""
        if self.scope not in scopes or situation.status not in self.states:
            return False
        return self.waits is None or self.waits in situation.waits


RECAP_WAITS = "recap"
"""A recap waits for the customer's word."""
OFFER_WAITS = "offer"
"""An offer waits for the customer's choice."""
FEELING_WAITS = "feeling"
"""A feeling was recorded and nobody has acknowledged it."""

ACTIONS: tuple[Action, ...] = (
    Action("acknowledge_feeling", "complaints:write", OPEN, waits=FEELING_WAITS),
    Action("propose_recap", "complaints:write", OPEN),
    Action("confirm_recap", "complaints:write", OPEN, waits=RECAP_WAITS),
    Action("add_to_story", "complaints:write", ANY),
    Action("attach_file", "complaints:write", ANY),
    Action("log_contact", "complaints:write", ANY),
    Action("record_feeling", "complaints:write", OPEN),
    Action("record_impact", "complaints:write", OPEN),
    Action("record_wish", "complaints:write", OPEN),
    Action("classify_complaint", "complaints:write", ANY),
    Action("link_complaint", "complaints:write", ANY),
    Action("make_statement", "complaints:write", OPEN),
    Action("ask_question", "complaints:write", OPEN),
    Action("open_investigation", "complaints:write", OPEN),
    Action("conclude_root_cause", "complaints:write", ANY),
    Action("apologise", "complaints:write", OPEN),
    Action("make_offer", "complaints:write", OPEN),
    Action("refuse_wish", "complaints:write", OPEN),
    Action("choose_option", "complaints:write", OPEN, waits=OFFER_WAITS),
    Action("resolve_complaint", "complaints:write", _where(Step.RESOLVE)),
    Action("hear_customer", "complaints:write", _where(Step.CLOSE, Step.REOPEN)),
    Action("merge_complaint", "complaints:write", _where(Step.MERGE)),
    Action("part_complaint", "complaints:part", _where(Step.PART)),
)


def actions(situation: Situation, *, scopes: Collection[str]) -> list[str]:
    """The names of what can be done now by whoever holds these scopes, in the order of the table."""
    return [action.name for action in ACTIONS if action.possible(situation, scopes)]
