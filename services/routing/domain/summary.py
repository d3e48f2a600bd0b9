"""The summary that a handoff can't be without: built by the system, so that no customer repeats it all (RO-3).

Here is its fixed structure, free of any language but the customer's own words; pages/summary_text.py makes the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import Enum
from hashlib import sha256

from services.routing.domain.brief import Attempt, Brief
from services.routing.domain.ladder import Reason
from services.routing.domain.ledger_line import Line


class Known(Enum):
    """What the customer has told already, so that they are not asked a second time."""

    WHAT_HAPPENED = "what_happened"
    PRODUCT = "product"
    WISH = "wish"
    FEELING = "feeling"
    LANGUAGE = "language"
    RECAP = "recap"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Why the case changes hands, and what it has cost the customer so far (RO-5)."""

    reason: Reason
    told: str | None
    """How the customer was told why, in the sender's words where they gave some."""
    note: str | None = None
    minutes: int | None = None
    tellings: int | None = None
    by_system: bool = False
    """Whether a rule handed it over and not a person."""


@dataclass(frozen=True, slots=True)
class Ledgers:
    """What routing itself has on record about a case, as lines that the catalogues have sentences for."""

    promises: tuple[Line, ...] = ()
    spends: tuple[Line, ...] = ()
    callbacks: tuple[Line, ...] = ()
    conduct: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()


NO_LEDGERS = Ledgers()


@dataclass(frozen=True, slots=True)
class Summary:
    """The structure. The story is verbatim, never shortened; what is not on record is empty and stays visible."""

    reference: str
    story: str
    additions: tuple[str, ...]
    recap: str | None
    recap_confirmed: bool
    wish_kind: str | None
    wish_detail: str | None
    feeling: str | None
    product: str | None
    department: str | None
    language: str | None
    facts: tuple[str, ...]
    promises: tuple[Line, ...]
    spends: tuple[Line, ...]
    callbacks: tuple[Line, ...]
    conduct: tuple[Line, ...]
    notes: tuple[Line, ...]
    refusals: tuple[str, ...]
    contacts_so_far: int
    reopened_times: int
    tried: tuple[Attempt, ...]
    do_not_ask_again: tuple[str, ...]
    reason: str
    told: str | None
    by_system: bool
    note: str | None
    minutes: int | None
    tellings: int | None

    @property
    def wish(self) -> str | None:
        """What the customer wants: the kind, and their own words on it."""
        if self.wish_kind is None or self.wish_detail is None:
            return self.wish_kind
        return f"{self.wish_kind}: {self.wish_detail}"

    @property
    def sha256(self) -> str:
        """The digest of the structure, the same in whatever language it is read (RO-4: which one was read)."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def summarise(brief: Brief, circumstances: Circumstances, ledgers: Ledgers = NO_LEDGERS) -> Summary:
    """Build the summary from intake's brief and routing's ledgers; nobody types it (RO-3).

    Minutes and tellings are counted from what is on record; a number that the sender gave counts instead (RO-5).
    """
    recap, wish = brief.recap, brief.wish
    return Summary(
        reference=brief.reference,
        story=brief.narrative,
        additions=brief.additions,
        recap=recap.text if recap else None,
        recap_confirmed=recap is not None and recap.confirmed,
        wish_kind=wish.kind if wish else None,
        wish_detail=wish.detail or None if wish else None,
        feeling=brief.feeling,
        product=brief.product,
        department=brief.department,
        language=brief.language,
        facts=brief.facts,
        promises=ledgers.promises,
        spends=ledgers.spends,
        callbacks=ledgers.callbacks,
        conduct=ledgers.conduct,
        notes=ledgers.notes,
        refusals=brief.refusals,
        contacts_so_far=brief.contacts_so_far,
        reopened_times=brief.reopened_times,
        tried=brief.tried,
        do_not_ask_again=tuple(known.value for known in _told_already(brief)),
        reason=circumstances.reason.value,
        told=circumstances.told,
        by_system=circumstances.by_system,
        note=circumstances.note,
        minutes=_first(circumstances.minutes, brief.minutes_so_far),
        tellings=_first(circumstances.tellings, brief.tellings_so_far),
    )


def _told_already(brief: Brief) -> Iterator[Known]:
    yield Known.WHAT_HAPPENED
    for known, told in (
        (Known.PRODUCT, brief.product is not None),
        (Known.WISH, brief.wish is not None),
        (Known.FEELING, brief.feeling is not None),
        (Known.LANGUAGE, brief.language is not None),
        (Known.RECAP, brief.recap is not None and brief.recap.confirmed),
    ):
        if told:
            yield known


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)
