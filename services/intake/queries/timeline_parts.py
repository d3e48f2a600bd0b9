"""What each table tells of a complaint's story: when, what, who, and what there is to say about it (IN-20).

A new table that hangs on a complaint gets its line here, and its story is told.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, String, Table, cast, func, literal, select

from services.intake.storage.tables import (
    acknowledgement,
    addition,
    apology,
    attachment,
    change,
    complaint,
    complaint_link,
    contact,
    investigation,
    offer,
    offer_choice,
    question,
    recap,
    resolution,
    root_cause,
    statement,
    verdict,
)


def _part(
    kind: str | ColumnElement[str], table: Table, at: str, by: str, *tell: str, key: str = "id", only: str | None = None
) -> Select[Any]:
    """The entries that one table tells: columns for when and by whom, and those that `detail` holds.

    Entries of one moment are told apart by `key`; `only` names a column without which there is nothing to tell yet.
    """
    of = table.c.id if table is complaint else table.c.complaint_id
    name = cast(table.c.id, String) if key == "id" else func.concat(of, "-", table.c[key])
    entries = select(
        table.c[at].label("at"),
        (literal(kind, String) if isinstance(kind, str) else kind).label("kind"),
        name.label("key"),
        table.c[by].label("by"),
        of.label("complaint_id"),
        (_document(table, tell) if tell else table.c.detail).label("detail"),
    )
    return entries if only is None else entries.where(table.c[only].is_not(None))


def _document(table: Table, tell: tuple[str, ...]) -> ColumnElement[Any]:
    members = [part for name in tell for part in (literal(name, String), table.c[name])]
    return func.jsonb_strip_nulls(func.jsonb_build_object(*members))


PARTS: tuple[Select[Any], ...] = (
    _part("recorded", complaint, "recorded_at", "recorded_by", "reference", "channel", "narrative", "received_at"),
    _part("addition", addition, "added_at", "added_by", "text", "channel", "verified"),
    _part("attachment", attachment, "added_at", "added_by", "id", "name", "media_type", "size"),
    _part("acknowledged", acknowledgement, "made_at", "handler", "status", "channel", "text", key="status"),
    _part("linked", complaint_link, "linked_at", "linked_by", "kind", "reference"),
    _part("statement", statement, "stated_at", "stated_by", "id", "text", "source", "about"),
    _part("verdict", verdict, "given_at", "given_by", "statement_id", "status", "source", "note"),
    _part("question", question, "asked_at", "asked_by", "id", "text", "whom"),
    _part(
        "question_settled",
        question,
        "settled_at",
        "settled_by",
        "id",
        "status",
        "answer",
        "source",
        "reason",
        only="settled_at",
    ),
    _part("recap_proposed", recap, "proposed_at", "proposed_by", "version", "text", key="version"),
    _part(
        "recap_settled",
        recap,
        "settled_at",
        "settled_by",
        "version",
        "status",
        "settled_channel",
        key="version",
        only="settled_at",
    ),
    _part("contact", contact, "at", "logged_by", "direction", "channel", "minutes_waited", "said", "outcome"),
    _part("investigation", investigation, "opened_at", "opened_by", "id", "question", "about_staff_id"),
    _part(
        "investigated",
        investigation,
        "concluded_at",
        "concluded_by",
        "id",
        "finding",
        "evidence",
        "what_they_said",
        only="concluded_at",
    ),
    _part("root_cause", root_cause, "concluded_at", "concluded_by", "cause", "aspect", "explanation"),
    _part("apology", apology, "said_at", "said_by", "number", "for_what", "text", "steps", "channel", "reason"),
    _part("offer", offer, "offered_at", "offered_by", "id", "refused", "why_not", "channel"),
    _part("choice", offer_choice, "chosen_at", "recorded_by", "offer_id", "option", "said", "chosen_by", "channel"),
    _part(
        "resolved",
        resolution,
        "resolved_at",
        "resolved_by",
        "number",
        "what_was_done",
        "recap_version",
        "wish_met",
        "root_cause",
        "liability_accepted",
        "thanks",
        key="number",
    ),
    _part(change.c.kind, change, "changed_at", "changed_by"),
)
