"""The whole story of a complaint in order, from one query: what was told, done, said and changed (IN-20).

Each part of the story is a table that hangs on the complaint; what was merged into it is part of its story.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Table, and_, cast, func, literal, or_, select, union_all

from services.intake.domain.actor import Actor
from services.intake.queries.complaint_view import complaint_row
from services.intake.storage.rows import plain
from services.intake.storage.tables import addition, attachment, change, complaint, recap, resolution
from shared.messaging.transaction import Transaction

Columns = Mapping[str, ColumnElement[Any]]


def _part(
    kind: str | ColumnElement[str],
    table: Table,
    *,
    at: ColumnElement[datetime],
    by: ColumnElement[Any],
    key: ColumnElement[Any],
    detail: Columns | ColumnElement[Any],
    of: ColumnElement[Any] | None = None,
    where: ColumnElement[bool] | None = None,
) -> Select[Any]:
    """The entries that one table tells: when, what, who, and what there is to say about it."""
    told = detail if isinstance(detail, ColumnElement) else _document(detail)
    entries = select(
        at.label("at"),
        (literal(kind, String) if isinstance(kind, str) else kind).label("kind"),
        cast(key, String).label("key"),
        by.label("by"),
        (table.c.complaint_id if of is None else of).label("complaint_id"),
        told.label("detail"),
    )
    return entries if where is None else entries.where(where)


def _document(columns: Columns) -> ColumnElement[Any]:
    members = [part for name, column in columns.items() for part in (literal(name, String), column)]
    return func.jsonb_strip_nulls(func.jsonb_build_object(*members))


def _numbered(complaint_id: ColumnElement[Any], number: ColumnElement[Any]) -> ColumnElement[str]:
    """The key of what is numbered within its complaint; its own and a merged one's stay apart."""
    return func.concat(complaint_id, "-", number)


def _columns(table: Table, *names: str) -> Columns:
    return {name: table.c[name] for name in names}


_PARTS: tuple[Select[Any], ...] = (
    _part(
        "recorded",
        complaint,
        at=complaint.c.recorded_at,
        by=complaint.c.recorded_by,
        key=complaint.c.id,
        of=complaint.c.id,
        detail=_columns(complaint, "reference", "channel", "narrative", "received_at"),
    ),
    _part(
        "addition",
        addition,
        at=addition.c.added_at,
        by=addition.c.added_by,
        key=addition.c.id,
        detail=_columns(addition, "text", "channel"),
    ),
    _part(
        "attachment",
        attachment,
        at=attachment.c.added_at,
        by=attachment.c.added_by,
        key=attachment.c.id,
        detail=_columns(attachment, "id", "name", "media_type", "size"),
    ),
    _part(
        "recap_proposed",
        recap,
        at=recap.c.proposed_at,
        by=recap.c.proposed_by,
        key=_numbered(recap.c.complaint_id, recap.c.version),
        detail=_columns(recap, "version", "text"),
    ),
    _part(
        "recap_settled",
        recap,
        at=recap.c.settled_at,
        by=recap.c.settled_by,
        key=_numbered(recap.c.complaint_id, recap.c.version),
        detail={"version": recap.c.version, "status": recap.c.status, "channel": recap.c.settled_channel},
        where=recap.c.settled_at.is_not(None),
    ),
    _part(
        "resolved",
        resolution,
        at=resolution.c.resolved_at,
        by=resolution.c.resolved_by,
        key=_numbered(resolution.c.complaint_id, resolution.c.number),
        detail=_columns(resolution, "number", "what_was_done", "recap_version", "wish_met", "root_cause", "thanks"),
    ),
    _part(
        change.c.kind,
        change,
        at=change.c.changed_at,
        by=change.c.changed_by,
        key=change.c.id,
        detail=change.c.detail,
    ),
)

Position = tuple[datetime, str]
"""When an entry happened, and its name within that moment: the key of a page."""


async def timeline(
    complaint_id: UUID, tx: Transaction, *, actor: Actor, limit: int, after: Position | None
) -> list[dict[str, Any]]:
    """At most `limit` entries beyond `after`, oldest first. Raises ComplaintNotFound, for a foreign one as well."""
    await complaint_row(complaint_id, tx, actor=actor, columns=(complaint.c.id,))
    return [plain(row) for row in (await tx.execute(story(complaint_id, limit, after))).mappings()]


def story(complaint_id: UUID, limit: int, after: Position | None) -> Select[Any]:
    """The one query; `name` tells entries of one moment apart."""
    told_here = select(complaint.c.id).where(
        or_(complaint.c.id == complaint_id, complaint.c.merged_into == complaint_id)
    )
    parts = [part.where(part.selected_columns["complaint_id"].in_(told_here)) for part in _PARTS]
    entry = union_all(*parts).subquery("entry")
    name = func.concat(entry.c.kind, ":", entry.c.key).label("name")
    chosen = select(entry.c.at, entry.c.kind, name, entry.c.by, entry.c.complaint_id, entry.c.detail)
    if after is not None:
        at, last = after
        chosen = chosen.where(or_(entry.c.at > at, and_(entry.c.at == at, name > last)))
    return chosen.order_by(entry.c.at, name).limit(limit)
