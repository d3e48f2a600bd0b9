"""One sincere apology, and the steps that follow it (IN-16). It admits nothing and denies nothing (IN-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.gate import Remark, demand, lacking
from services.intake.domain.justification import justifications
from services.intake.domain.vocabulary import Channel
from services.intake.domain.wording.finding import Finding
from shared.kernel.errors import FieldError, Invalid


class ApologyIncomplete(Invalid):
    slug = "apology-incomplete"
    title = "An apology says what it is for and which steps follow; a second one needs a reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What follows from an apology; `by_when` where a time can be named."""

    what: str
    by_when: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenApology:
    """What staff told of it; anything may still be missing."""

    for_what: str | None
    text: str | None
    steps: tuple[NextStep, ...]
    channel: Channel | None
    reason: str | None

    def texts(self) -> dict[str, str]:
        """What the customer reads or hears, by JSON pointer."""
        steps = {f"/steps/{place}/what": step.what for place, step in enumerate(self.steps)}
        return {"/text": self.text or ""} | steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Apology:
    """An apology as it was said; `number` counts those of one complaint, `reason` says why it was not the first."""

    id: UUID
    number: int
    for_what: str
    text: str
    steps: tuple[NextStep, ...]
    channel: Channel
    reason: str | None
    said_by: str
    said_at: datetime


_WANTED = {
    "for_what": "Say what the apology is for",
    "text": "Give the apology as it was said",
    "steps": "Name at least one step that follows",
    "channel": "Say how the customer got it",
}
_ANOTHER = {"reason": "There was an apology already: say why another one is due"}


def apologise(
    given: GivenApology,
    *,
    id_: UUID,
    earlier: int,
    language: str,
    findings: Mapping[str, Sequence[Finding]],
    by: str,
    now: datetime,
) -> tuple[Apology, tuple[Remark, ...]]:
    """The apology and the remarks on its wording; `earlier` apologies were made before, `findings` are by pointer.

    Raises ApologyIncomplete, naming everything that is missing or justifies; WordingRefused where only words are wrong.
    """
    missing = lacking(given, _WANTED) + (lacking(given, _ANOTHER) if earlier else [])
    for place, step in enumerate(given.steps):
        missing += lacking(step, {"what": "Say what will be done"}, at=f"/steps/{place}")
        if step.by_when is not None and step.by_when <= now:
            missing.append(FieldError(f"/steps/{place}/by_when", "A step that follows is still to come"))
    own = justifications(given.text or "", language=language)
    remarks = demand(ApologyIncomplete, missing, {**findings, "/text": (*findings.get("/text", ()), *own)})
    assert given.for_what is not None
    assert given.text is not None
    assert given.channel is not None
    apology = Apology(
        id=id_,
        number=earlier + 1,
        for_what=given.for_what,
        text=given.text,
        steps=given.steps,
        channel=given.channel,
        reason=given.reason,
        said_by=by,
        said_at=now,
    )
    return apology, remarks
