"""Why it happened: one aspect, not the whole service, and no blame before the facts are in (IN-12, IN-7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain.facts import Missing, Part
from services.intake.domain.folding import fold
from services.intake.domain.investigation import Investigation
from services.intake.domain.link import Link, LinkKind
from services.intake.domain.vocabulary import RootCause
from shared.kernel.errors import FieldError, Invalid, NotFound

_SWEEPING = frozenset(
    {
        *("everything", "all of it", "the whole service", "the entire service", "the whole company"),
        *("the entire company", "the whole thing", "nothing works"),
        *("viskas", "visas aptarnavimas", "visa paslauga", "visa įmonė", "niekas neveikia"),
        *("τα πάντα", "όλη η εξυπηρέτηση", "όλη η υπηρεσία", "όλη η εταιρεία", "τίποτα δεν λειτουργεί"),
        *("كل شيء", "الخدمة كلها", "كامل الخدمة", "الشركة كلها", "لا شيء يعمل"),
    }
)
"""How people say that all of it is bad, which names no cause."""
_SWEEPS = tuple(f" {fold(one).text} " for one in sorted(_SWEEPING))
_POINTERS = {Part.OPEN_QUESTION: "/cause", Part.UNCHECKED_CLAIM: "/cause"}


class CauseNotReady(Invalid):
    slug = "cause-not-ready"
    title = "This cause can't be concluded yet"


class UnknownLink(Invalid):
    slug = "unknown-link"
    title = "This complaint has no such link"

    def __init__(self) -> None:
        super().__init__(fields=(FieldError("/link_id", self.title),))


class RootCauseNotFound(NotFound):
    slug = "root-cause-not-found"
    title = "No root cause has been concluded here yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A root cause as concluded; `named_*` is the linked thing or person that it names, kept as it was then."""

    id: UUID
    cause: RootCause
    aspect: str
    explanation: str
    named_kind: LinkKind | None
    named_reference: str | None
    investigation_id: UUID | None
    concluded_by: str
    concluded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a conclusion stands on: what the facts still lack, and all investigations of the complaint."""

    missing_facts: Sequence[Missing]
    investigations: Sequence[Investigation]


def blames(cause: RootCause, named: Link | None) -> bool:
    """Whether this cause is a person."""
    return cause is RootCause.STAFF_ATTITUDE or (named is not None and named.kind is LinkKind.STAFF)


def sweeps(aspect: str) -> bool:
    """Whether an aspect names the whole instead of one part, in one of the four languages."""
    folded = f" {fold(aspect).text.strip()} "
    return any(sweep in folded for sweep in _SWEEPS)


def check(
    *,
    cause: RootCause,
    aspect: str | None,
    explanation: str | None,
    named: Link | None,
    investigation_id: UUID | None,
    grounds: Grounds,
) -> None:
    """Raise CauseNotReady, listing all that is missing at once; return where nothing is."""
    missing = [
        *grounds.missing_facts,
        *_missing_inquiry(cause, named, investigation_id, grounds.investigations),
    ]
    fields = [FieldError(_POINTERS.get(one.part, "/investigation_id"), one.words) for one in missing]
    if not aspect:
        fields.append(FieldError("/aspect", "name the one aspect that failed"))
    if not explanation:
        fields.append(FieldError("/explanation", "explain how it came to this"))
    if aspect and sweeps(aspect):
        fields.append(FieldError("/aspect", "name the one aspect that failed, not the whole"))
    if fields:
        raise CauseNotReady(
            fields=tuple(fields),
            missing=[one.words for one in missing],
            parts=[{"part": one.part.value, "id": str(one.id) if one.id else None} for one in missing],
        )


def _missing_inquiry(
    cause: RootCause, named: Link | None, investigation_id: UUID | None, known: Sequence[Investigation]
) -> Iterator[Missing]:
    chosen = next((one for one in known if one.id == investigation_id), None)
    if investigation_id is not None and chosen is None:
        yield _part(Part.INVESTIGATION, None, "an investigation of this complaint: it has none by this id")
    if not blames(cause, named):
        return
    blamed = named.staff_id if named else None
    if investigation_id is None:
        yield _part(Part.INVESTIGATION, None, "an investigation: blame on a person stands on one; name it")
    elif chosen is not None and blamed is not None and chosen.about_staff_id != blamed:
        yield _part(Part.INVESTIGATION, chosen.id, "an investigation about the person named as the cause")
    for one in known:
        if not one.is_concluded:
            yield _part(Part.CONCLUSION, one.id, "the conclusion of an investigation that is still open")
    if chosen is None or not chosen.heard_staff:
        heard = "the hearing: the person concerned has not been heard"
        yield _part(Part.HEARING, chosen.id if chosen else None, heard)


def _part(part: Part, id_: UUID | None, words: str) -> Missing:
    return Missing(part=part, id=id_, words=words)
