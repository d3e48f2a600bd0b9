"""Complaints that may be the same one told before, each with its reasons; a person decides (IN-21)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from services.intake.domain.actor import Actor
from services.intake.domain.duplicate import Reason, speaks, strength, weigh
from services.intake.domain.matching import BONUSES, in_common
from services.intake.domain.text_likeness import NEARLY_THE_SAME
from services.intake.queries.complaint_view import complaint_row
from services.intake.queries.likeness.ranking import Matter, View, most_like
from services.intake.queries.likeness.words import words_of_complaints, words_of_text
from services.intake.storage.tables import complaint, customer
from shared.messaging.transaction import Transaction

_MOST_EACH = 50
_HIDDEN = ("score", "overlap", "why", "category", "root_cause", "customer_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A complaint as far as it is known, recorded or not; `within` is how far apart two tellings may be."""

    id: UUID | None
    narrative: str | None
    language: str
    channel: str | None
    customers: Sequence[UUID]
    product: str | None
    department: str | None
    order_reference: str | None
    source: str | None
    external_id: str | None
    received_at: datetime
    within: timedelta


async def duplicates_of(complaint_id: UUID, tx: Transaction, *, actor: Actor, within: timedelta) -> list[View]:
    """What a recorded complaint may be a duplicate of, strongest first. Raises ComplaintNotFound."""
    names = (
        *("id", "language", "channel", "customer_id", "product", "department"),
        *("order_reference", "source", "external_id", "received_at"),
    )
    row = await complaint_row(complaint_id, tx, actor=actor, columns=tuple(complaint.c[name] for name in names))
    known: dict[str, Any] = {name: row[name] for name in names if name != "customer_id"}
    customers = [row["customer_id"]] if row["customer_id"] else []
    return await duplicates(Told(**known, narrative=None, customers=customers, within=within), tx, actor=actor)


async def customers_known_by(match_keys: Sequence[str], tx: Transaction) -> list[UUID]:
    """The customers that one of these keys finds; of a record that was merged, the one that went on."""
    found = select(func.coalesce(customer.c.survivor_id, customer.c.id)).where(customer.c.match_key.in_(match_keys))
    return list((await tx.execute(found)).scalars())


async def duplicates(told: Told, tx: Transaction, *, actor: Actor) -> list[View]:
    """What it may be a duplicate of, strongest first; each reason is looked for by its own index, newest first."""
    among: set[UUID] = set()
    for where in _reasons(told):
        among |= set((await tx.execute(_newest(where, told))).scalars())
    if told.narrative is None:
        words = await words_of_complaints([told.id] if told.id else [], told.language, tx)
    else:
        words = await words_of_text(told.narrative, told.language, tx)
    about = dict.fromkeys(BONUSES) | {"product": told.product, "department": told.department}
    matter = Matter(words=words, language=told.language, about=about)
    without = {told.id} if told.id else set()
    found = await most_like(matter, tx, actor=actor, without=without, among=among)
    ties = await _ties([view["id"] for view in found], tx)
    views = [_view(view, ties[view["id"]], told) for view in found]
    return sorted((view for view in views if view["reasons"]), key=lambda view: (-view["weight"], -view["id"].int))


def _reasons(told: Told) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if told.customers:
        where.append(complaint.c.customer_id.in_(told.customers))
    if told.order_reference is not None:
        where.append(complaint.c.order_reference == told.order_reference)
    if told.external_id is not None:
        where.append(complaint.c.external_id == told.external_id)
    return where


def _newest(where: ColumnElement[bool], told: Told) -> Select[tuple[UUID]]:
    # The bound of time is a filter on the few that the index gives, newest first.
    newest = select(complaint.c.id, complaint.c.received_at).where(where).order_by(complaint.c.id.desc())
    pool = newest.limit(_MOST_EACH).subquery()
    near = pool.c.received_at.between(told.received_at - told.within, told.received_at + told.within)
    return select(pool.c.id).where(near)


async def _ties(ids: Sequence[UUID], tx: Transaction) -> Mapping[UUID, Any]:
    columns = (complaint.c.id, complaint.c.customer_id, complaint.c.order_reference, complaint.c.source)
    rows = await tx.execute(select(*columns, complaint.c.external_id).where(complaint.c.id.in_(ids)))
    return {row["id"]: row for row in rows.mappings()}


def _view(view: View, ties: Mapping[Any, Any], told: Told) -> View:
    apart = view["received_at"] - told.received_at
    reasons = _speaking(view, ties, told) if abs(apart) <= told.within else []
    weight = weigh(reasons, apart=apart)
    return {name: value for name, value in view.items() if name not in _HIDDEN} | {
        "reasons": reasons if speaks(reasons) else [],
        "weight": weight,
        "strength": strength(weight),
        "days_apart": abs(apart).days,
        "words": view["why"]["words"],
    }


def _speaking(view: View, ties: Mapping[Any, Any], told: Told) -> list[Reason]:
    elsewhere = told.external_id is not None and ties["source"] != told.source
    product = in_common({"product": told.product}, {"product": view["product"]})
    speaking = {
        Reason.SAME_EXTERNAL_ID: elsewhere and ties["external_id"] == told.external_id,
        Reason.SAME_ORDER: told.order_reference is not None and ties["order_reference"] == told.order_reference,
        Reason.NEARLY_THE_SAME_TEXT: view["overlap"] >= NEARLY_THE_SAME,
        Reason.SAME_CUSTOMER: ties["customer_id"] is not None and ties["customer_id"] in told.customers,
        Reason.SAME_PRODUCT: bool(product),
        Reason.ANOTHER_CHANNEL: told.channel is not None and told.channel != view["channel"],
    }
    return [reason for reason, speaks_for_it in speaking.items() if speaks_for_it]
