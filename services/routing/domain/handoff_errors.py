"""What can be wrong with a handoff and the answer to it."""

from __future__ import annotations

from shared.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, Unavailable


class HandoffNotFound(NotFound):
    slug = "handoff-not-found"
    title = "There is no such handoff here"


class HandoffAnswered(Conflict):
    slug = "handoff-answered"
    title = "This handoff is over"


class HandoffAwaitsSummary(Conflict):
    slug = "handoff-awaits-summary"
    title = "This handoff waits for its summary; it can be answered as soon as that is there"


class HandoffOpen(Conflict):
    slug = "handoff-open"
    title = "The case is offered to someone already; they must answer first"


class HandoffUnanswered(Conflict):
    slug = "handoff-unanswered"
    title = "Whether it was needed is for the receiver to say once they have accepted or declined"


class SummaryChanged(Conflict):
    slug = "summary-changed"
    title = "This is not the summary that you were offered; read it first"


class SummaryMissing(Unavailable):
    slug = "summary-missing"
    title = "The case is open again, and intake was not asked for its story"


class NotTheReceiver(Forbidden):
    slug = "not-the-receiver"
    title = "Only the one to whom the case is offered can answer"


class NotTheSender(Forbidden):
    slug = "not-the-sender"
    title = "Only the one who offered the case can take the offer back"


class CustomerNotTold(Invalid):
    slug = "customer-not-told"
    title = "An escalation takes effect only when the customer has been told why"

    def __init__(self) -> None:
        super().__init__(fields=(FieldError("/customer_told", "tell the customer why first, then say so here"),))
