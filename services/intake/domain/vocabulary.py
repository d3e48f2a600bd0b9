"""The closed lists of words that a complaint is described with."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """How a complaint, a confirmation or an addition reached us (IN-1)."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    SELF_SERVICE = "self_service"
    LETTER = "letter"
    MESSAGING = "messaging"
    SYSTEM = "system"
    IMPORT = "import"


class Feeling(StrEnum):
    """How the customer feels about it: the second of the two problems (IN-8)."""

    CALM = "calm"
    WORRIED = "worried"
    UPSET = "upset"
    ANGRY = "angry"
    ABUSIVE = "abusive"


class WishKind(StrEnum):
    """What the customer wants us to do (IN-11)."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    STORE_CREDIT = "store_credit"
    DISCOUNT = "discount"
    APOLOGY = "apology"
    EXPLANATION = "explanation"
    ONLY_RECORD = "only_record"
    OTHER = "other"


class PreferredContact(StrEnum):
    """How the customer wants to hear from us (IN-3)."""

    EMAIL = "email"
    PHONE = "phone"
    MESSAGING = "messaging"
    LETTER = "letter"


class RootCause(StrEnum):
    """The one aspect that failed, not the whole service (IN-12)."""

    PRODUCT = "product"
    PRICE = "price"
    SERVICE = "service"
    PROCESS = "process"
    STAFF_ATTITUDE = "staff_attitude"
    DELIVERY = "delivery"
    SYSTEM = "system"
    CUSTOMER_ERROR = "customer_error"
    UNKNOWN = "unknown"


class ClosedHow(StrEnum):
    """What a closure stands on: the customer's word, or documented silence (IN-20)."""

    CONFIRMED = "confirmed"
    SILENCE = "silence"


class Urgency(StrEnum):
    """How soon somebody should act; an occasion of the customer's own raises it (IN-9)."""

    NORMAL = "normal"
    RAISED = "raised"
    HIGH = "high"
    CRITICAL = "critical"


class ChangeKind(StrEnum):
    """What changed about a complaint, for its timeline."""

    OWNER = "owner"
    FEELING = "feeling"
    FEELING_ACKNOWLEDGED = "feeling_acknowledged"
    WISH = "wish"
    IMPACT = "impact"
    CLASSIFICATION = "classification"
    ROOT_CAUSE = "root_cause"
    CLOSED = "closed"
    REOPENED = "reopened"
    PARTED = "parted"
    MERGED = "merged"
    TOOK_IN = "took_in"
    FAMILY = "family"
    LATE = "late"
    PROMISE_BROKEN = "promise_broken"
    TOLD = "told"


class Disposition(StrEnum):
    """What became of an e-mail that came in."""

    OPENED = "opened"
    ADDED = "added"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"


class ThreadedBy(StrEnum):
    """How an e-mail named the complaint that it was added to; only the first proves who wrote it."""

    REPLY_ADDRESS = "reply_address"
    HEADERS = "headers"
    SUBJECT = "subject"
