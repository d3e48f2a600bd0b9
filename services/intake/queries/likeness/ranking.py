"""The complaints most like a text, best first, each with what makes it so (IN-21)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, select

from services.intake.domain import text_likeness as rules
from services.intake.domain.actor import Actor
from services.intake.domain.matching import in_common, score
from services.intake.domain.text_likeness import Frequencies, Word
from services.intake.queries.likeness.candidates import candidates
from services.intake.queries.likeness.stemming import stem_sql
from services.intake.queries.likeness.words import frequencies
from services.intake.storage.rows import plain
from services.intake.storage.tables import complaint, family_member
from services.intake.storage.visibility import visible_to
from shared.messaging.transaction import Transaction

View = dict[str, Any]
_EXCERPT = 280
_LEAST = 0.02
"""Below this, two texts share nothing but chance."""

SHOWN = (
    complaint.c.id,
    complaint.c.reference,
    complaint.c.status,
    complaint.c.channel,
    func.left(complaint.c.narrative, _EXCERPT).label("excerpt"),
    complaint.c.customer_id,
    complaint.c.product,
    complaint.c.department,
    complaint.c.category,
    complaint.c.root_cause,
    complaint.c.language,
    complaint.c.received_at,
    complaint.c.recorded_at,
    family_member.c.family_id,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is looked for: words in a language, and the product, category, root cause and department it is about."""

    words: Sequence[Word]
    language: str
    about: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Sort:
    """A place in the order: the score in millionths, then the id; both descend."""

    score: int
    id: UUID


async def most_like(
    matter: Matter, tx: Transaction, *, actor: Actor, without: Collection[UUID] = (), among: Collection[UUID] = ()
) -> list[View]:
    """All candidates in order, best first; `among` are looked at besides those that the words find.

    Each has `score`, `likeness` and `overlap` (of the texts alone) and `why`. Only what the actor may see is there.
    """
    known = await frequencies(matter.language, tx)
    found = await candidates(rules.telling(matter.words, known), tx, actor=actor) | set(among)
    rows = await _rows(found - set(without), matter.language, tx, actor)
    views = [_view(row, matter, known) for row in rows]
    likely = [view for view in views if view["likeness"] >= _LEAST or view["id"] in among]
    return sorted(likely, key=lambda view: (-millionths(view), -view["id"].int))


def after(views: Sequence[View], place: Sort | None) -> list[View]:
    """What comes after a place in the order, whether it is still there or not."""
    if place is None:
        return list(views)
    return [view for view in views if (millionths(view), view["id"].int) < (place.score, place.id.int)]


def millionths(view: View) -> int:
    """The score as a whole number, for a cursor."""
    points: float = view["score"]
    return round(points * 1_000_000)


async def _rows(ids: Collection[UUID], language: str, tx: Transaction, actor: Actor) -> list[Mapping[Any, Any]]:
    stems: ColumnElement[list[str | None]] = literal_column(
        f"ARRAY(SELECT {stem_sql(language)} FROM unnest(complaint.search))"  # noqa: S608 - the expression is one of ours
    )
    chosen = (
        select(*SHOWN, stems.label("stems"))
        .outerjoin(family_member, family_member.c.complaint_id == complaint.c.id)
        .where(complaint.c.id.in_(ids), visible_to(actor))
    )
    return list((await tx.execute(chosen)).mappings())


def _view(row: Mapping[Any, Any], matter: Matter, known: Frequencies) -> View:
    theirs = {stem for stem in row["stems"] if stem}
    ours = {word.stem for word in matter.words}
    like = rules.likeness(ours, theirs, known)
    common = in_common(matter.about, {name: row[name] for name in matter.about})
    return plain(row, without=("stems",)) | {
        "score": round(score(like, common), 6),
        "likeness": round(like, 6),
        "overlap": round(rules.overlap(ours, theirs), 6),
        "why": {"words": rules.shared(matter.words, theirs, known), "same": common},
    }
