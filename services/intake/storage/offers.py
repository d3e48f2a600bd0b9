"""Offers with their options and choices: load, add, end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, insert, select, update

from services.intake.domain.offer import Choice, ChosenBy, Offer, OfferStatus, Option
from services.intake.domain.vocabulary import Channel, WishKind
from services.intake.storage.risk import risk_document, risk_of
from services.intake.storage.tables import offer as table
from services.intake.storage.tables import offer_choice, offer_option
from shared.kernel.money import Money
from shared.messaging.transaction import Transaction

_COLUMNS = tuple(column for column in table.c if column.name != "complaint_id")
_OPTION = tuple(offer_option.c)
_CHOICE = tuple(column for column in offer_choice.c if column.name != "complaint_id")


async def load(complaint_id: UUID, offer_id: UUID, tx: Transaction) -> Offer | None:
    """One offer about a complaint; None where there is no such."""
    found = await _load(tx, table.c.complaint_id == complaint_id, table.c.id == offer_id)
    return found[0] if found else None


async def open_one(complaint_id: UUID, tx: Transaction) -> Offer | None:
    """The one that is not over; its time may have run out."""
    is_open = table.c.status == OfferStatus.OPEN.value
    found = await _load(tx, table.c.complaint_id == complaint_id, is_open)
    return found[0] if found else None


async def last_answered(complaint_id: UUID, tx: Transaction) -> Offer | None:
    """The latest on which the customer gave their word; None before the first."""
    is_answered = table.c.status.in_((OfferStatus.CHOSEN.value, OfferStatus.DECLINED.value))
    found = await _load(tx, table.c.complaint_id == complaint_id, is_answered, limit=1, order=table.c.id.desc())
    return found[0] if found else None


async def page(complaint_id: UUID, tx: Transaction, *, limit: int, after: UUID | None) -> list[Offer]:
    """At most `limit` offers beyond `after`, oldest first."""
    where: list[ColumnElement[bool]] = [table.c.complaint_id == complaint_id]
    if after is not None:
        where.append(table.c.id > after)
    return await _load(tx, *where, limit=limit)


async def add(complaint_id: UUID, offer: Offer, tx: Transaction) -> None:
    """Write a new one with its options."""
    await tx.execute(
        insert(table).values(
            id=offer.id,
            complaint_id=complaint_id,
            status=offer.status.value,
            refused=offer.refused,
            wish_kind=offer.wish_kind.value if offer.wish_kind else None,
            wish_possible=offer.wish_possible,
            why_not=offer.why_not,
            policy_reference=offer.policy_reference,
            channel=offer.channel.value if offer.channel else None,
            risk=risk_document(offer.risk) if offer.risk else None,
            offered_by=offer.offered_by,
            offered_at=offer.offered_at,
            expires_at=offer.expires_at,
        )
    )
    await tx.execute(insert(offer_option), [_row(offer.id, option) for option in offer.options])


async def end(complaint_id: UUID, offer: Offer, tx: Transaction) -> None:
    """Write that it is over, with the choice where one ended it."""
    await tx.execute(update(table).where(table.c.id == offer.id).values(status=offer.status.value))
    choice = offer.choice
    if choice is not None:
        await tx.execute(
            insert(offer_choice).values(
                id=choice.id,
                complaint_id=complaint_id,
                offer_id=offer.id,
                option=choice.option,
                said=choice.said,
                chosen_by=choice.chosen_by.value,
                channel=choice.channel.value,
                recorded_by=choice.recorded_by,
                chosen_at=choice.chosen_at,
            )
        )


async def _load(
    tx: Transaction, *where: ColumnElement[bool], limit: int | None = None, order: ColumnElement[Any] = table.c.id
) -> list[Offer]:
    rows = (await tx.execute(select(*_COLUMNS).where(*where).order_by(order).limit(limit))).mappings().all()
    ids = [row["id"] for row in rows]
    if not ids:
        return []
    chosen = select(*_OPTION).where(offer_option.c.offer_id.in_(ids)).order_by(offer_option.c.number)
    options: dict[UUID, list[Option]] = {id_: [] for id_ in ids}
    for row in (await tx.execute(chosen)).mappings():
        options[row["offer_id"]].append(_option(row))
    spoken = (await tx.execute(select(*_CHOICE).where(offer_choice.c.offer_id.in_(ids)))).mappings()
    choices = {row["offer_id"]: _choice(row) for row in spoken}
    return [_offer(row, options[row["id"]], choices.get(row["id"])) for row in rows]


def _row(offer_id: UUID, option: Option) -> dict[str, Any]:
    return {
        "offer_id": offer_id,
        "number": option.number,
        "kind": option.kind.value,
        "detail": option.detail,
        "limits": option.limits,
        "how_long": option.how_long,
        "value_amount": option.value.amount if option.value else None,
        "value_currency": option.value.currency if option.value else None,
    }


def _option(row: RowMapping) -> Option:
    return Option(
        number=row["number"],
        kind=WishKind(row["kind"]),
        detail=row["detail"],
        limits=row["limits"],
        how_long=row["how_long"],
        value=Money(row["value_amount"], row["value_currency"]) if row["value_currency"] else None,
    )


def _choice(row: Mapping[Any, Any]) -> Choice:
    values = {name: value for name, value in row.items() if name != "offer_id"}
    return Choice(**values | {"chosen_by": ChosenBy(row["chosen_by"]), "channel": Channel(row["channel"])})


def _offer(row: Mapping[Any, Any], options: Sequence[Option], choice: Choice | None) -> Offer:
    values = dict(row) | {
        "status": OfferStatus(row["status"]),
        "wish_kind": WishKind(row["wish_kind"]) if row["wish_kind"] else None,
        "channel": Channel(row["channel"]) if row["channel"] else None,
        "risk": risk_of(row["risk"]) if row["risk"] else None,
    }
    return Offer(**values, options=tuple(options), choice=choice)
