"""What intake's rules refuse.

Invalid:  CustomerNotIdentified, MalformedPhone, ReceivedInTheFuture
NotFound: ComplaintNotFound, CustomerNotFound, RecapNotFound
Conflict: NotPossibleNow, RecapSettled, RecapOvertaken, ExternalIdTaken, ResolutionAhead, ResolutionOvertaken
"""

from __future__ import annotations

from shared.kernel.errors import Conflict, Invalid, NotFound


class CustomerNotIdentified(Invalid):
    slug = "customer-not-identified"
    title = "Give a way to identify or reach the customer, or say that the complaint is anonymous"


class MalformedPhone(Invalid):
    slug = "malformed-phone"
    title = "A phone number is written with its country code, as +370 612 34567 (E.164)"


class ReceivedInTheFuture(Invalid):
    slug = "received-in-the-future"
    title = "A complaint can't have been received in the future"


class ComplaintNotFound(NotFound):
    slug = "complaint-not-found"
    title = "There is no such complaint here"


class CustomerNotFound(NotFound):
    slug = "customer-not-found"
    title = "There is no such customer here"


class RecapNotFound(NotFound):
    slug = "recap-not-found"
    title = "This complaint has no recap of that version"


class NotPossibleNow(Conflict):
    slug = "not-possible-now"
    title = "The complaint's state does not allow this step"


class RecapSettled(Conflict):
    slug = "recap-settled"
    title = "This recap was already confirmed or corrected"


class RecapOvertaken(Conflict):
    slug = "recap-overtaken"
    title = "There is a newer recap than this one; confirm that"


class ExternalIdTaken(Conflict):
    slug = "external-id-taken"
    title = "A complaint with this source and external id exists"


class ResolutionOvertaken(Conflict):
    slug = "resolution-overtaken"
    title = "There is a newer resolution than the one that was spoken about"


class ResolutionAhead(Conflict):
    slug = "resolution-ahead"
    title = "An answer names a resolution that was never given here"
