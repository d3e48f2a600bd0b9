"""Notes with their editions, and who saw which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on, insert

from services.routing.domain.note import Note
from services.routing.storage.tables.note import notes, notes_seen
from shared.messaging.transaction import Transaction


async def add(note: Note, tx: Transaction) -> bool:
    """One more edition; False when there is one with this number already (the key decides)."""
    statement = (
        insert(notes)
        .values(
            id=note.id,
            edition=note.edition,
            title=note.title,
            text=note.text,
            language=note.language,
            department=note.department,
            product=note.product,
            wish=note.wish,
            valid_from=note.valid_from,
            valid_until=note.valid_until,
            by_subject=note.by,
            at=note.at,
        )
        .on_conflict_do_nothing()
        .returning(notes.c.edition)
    )
    return (await tx.execute(statement)).one_or_none() is not None


async def editions(note_id: UUID, tx: Transaction) -> Sequence[Note]:
    """All editions of a note, the first one first; none where there is no such note."""
    statement = select(notes).where(notes.c.id == note_id).order_by(notes.c.edition)
    return [_note(row) for row in (await tx.execute(statement)).mappings()]


async def latest(
    tx: Transaction, *, where: ColumnElement[bool], teams: Collection[str] | None, limit: int
) -> Sequence[Note]:
    """The latest edition of each note for all or for one of `teams` (None: any), the newest note first."""
    last = (
        select(notes)
        .ext(distinct_on(notes.c.id))
        .where(where)
        .order_by(notes.c.id.desc(), notes.c.edition.desc())
        .subquery()
    )
    theirs = true() if teams is None else or_(last.c.department.is_(None), last.c.department.in_(sorted(teams)))
    statement = select(last).where(theirs).order_by(last.c.id.desc()).limit(limit)
    return [_note(row) for row in (await tx.execute(statement)).mappings()]


async def in_force(tx: Transaction, *, department: str | None, now: datetime) -> Sequence[Note]:
    """The editions in force at `now` for all or for a department: of each note the latest begun, unless it is over."""
    begun = (
        select(notes)
        .ext(distinct_on(notes.c.id))
        .where(notes.c.valid_from <= now)
        .order_by(notes.c.id, notes.c.edition.desc())
        .subquery()
    )
    statement = select(begun).where(
        or_(begun.c.valid_until.is_(None), begun.c.valid_until > now),
        or_(begun.c.department.is_(None), begun.c.department == department),
    )
    return [_note(row) for row in (await tx.execute(statement)).mappings()]


async def seen(staff_id: UUID, found: Sequence[Note], tx: Transaction) -> frozenset[tuple[UUID, int]]:
    """Which of these editions somebody has seen."""
    statement = select(notes_seen.c.note_id, notes_seen.c.edition).where(
        notes_seen.c.staff_id == staff_id, notes_seen.c.note_id.in_([note.id for note in found])
    )
    return frozenset((row.note_id, row.edition) for row in await tx.execute(statement))


async def mark_seen(note: Note, staff_id: UUID, tx: Transaction, *, now: datetime) -> None:
    """That somebody saw this edition; the first time counts."""
    await tx.execute(
        insert(notes_seen)
        .values(note_id=note.id, edition=note.edition, staff_id=staff_id, at=now)
        .on_conflict_do_nothing()
    )


def _note(row: Any) -> Note:
    return Note(
        id=row["id"],
        edition=row["edition"],
        title=row["title"],
        text=row["text"],
        language=row["language"],
        valid_from=row["valid_from"],
        by=row["by_subject"],
        at=row["at"],
        department=row["department"],
        product=row["product"],
        wish=row["wish"],
        valid_until=row["valid_until"],
    )
