"""What happened in routing as contract events; the only place where they are built. No words of anybody in them.

Clocks, promises, budgets and conduct are called by their modules: `from services.routing.events import promises`.
"""

from services.routing.events.cases import case_assigned, case_escalated
from services.routing.events.handoffs import handoff_accepted, handoff_declined, handoff_offered
from services.routing.events.staff import staff_changed

__all__ = [
    "case_assigned",
    "case_escalated",
    "handoff_accepted",
    "handoff_declined",
    "handoff_offered",
    "staff_changed",
]
