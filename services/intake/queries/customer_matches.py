"""Records that may be the same person, found by indexes, judged by domain/customer_match.py (IN-3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, cast, func, literal, select, union
from sqlalchemy.dialects.postgresql import TSQUERY

from services.intake.domain.actor import Actor
from services.intake.domain.customer_match import Match, Traits, match, order
from services.intake.domain.errors import CustomerNotFound
from services.intake.domain.name_likeness import Name, near
from services.intake.storage.customers import PERSON, seen_by
from services.intake.storage.tables import customer
from shared.messaging.transaction import Transaction

MOST = 25
_MOST_PER_REASON = 50
"""So many people share one phone at most before the number says nothing."""
_MOST_WORDS = 6

_TRAITS: tuple[ColumnElement[Any], ...] = (
    func.lower(customer.c.email).label("email_folded"),
    func.mailbox(customer.c.email).label("mailbox"),
    func.lower(customer.c.account_number).label("account_folded"),
    func.lower(customer.c.username).label("username_folded"),
    func.folded(customer.c.address).label("address_folded"),
    func.folded(customer.c.name).label("words"),
    func.sounds(customer.c.name).label("sounds"),
)
_SHOWN = ("id", "survivor_id", "name", "email", "phone", "address", "account_number", "username", "created_at")
_COLUMNS = (*(customer.c[name] for name in _SHOWN), PERSON.label("person"), *_TRAITS)


async def customer_matches(customer_id: UUID, tx: Transaction, *, actor: Actor) -> list[dict[str, Any]]:
    """The possible matches that the actor may see, one per person, the strongest first. Raises CustomerNotFound."""
    chosen = select(*_COLUMNS).where(customer.c.id == customer_id, seen_by(actor))
    mine = (await tx.execute(chosen)).mappings().one_or_none()
    if mine is None:
        raise CustomerNotFound
    lookups = _lookups(mine)
    if not lookups:
        return []
    found = union(*(select(each.subquery().c.id) for each in lookups)).subquery("found")
    others = select(*_COLUMNS).where(customer.c.id.in_(select(found.c.id)), mine["person"] != PERSON, seen_by(actor))
    rows = {row["id"]: row for row in (await tx.execute(others.order_by(customer.c.id.desc()))).mappings()}
    traits = _traits(mine)
    judged = sorted(
        (one for id_, row in rows.items() if (one := match(id_, traits, _traits(row))) is not None), key=order
    )
    people: dict[UUID, dict[str, Any]] = {}
    for one in judged:
        people.setdefault(rows[one.record_id]["person"], _view(one, rows[one.record_id]))
    return list(people.values())[:MOST]


def _lookups(mine: Mapping[Any, Any]) -> list[Select[Any]]:
    """One per identifier that is known, each by its index."""
    equal = (
        (customer.c.email, func.mailbox(customer.c.email), mine["mailbox"]),
        (customer.c.phone, customer.c.phone, mine["phone"]),
        (customer.c.account_number, func.lower(customer.c.account_number), mine["account_folded"]),
        (customer.c.username, func.lower(customer.c.username), mine["username_folded"]),
        (
            customer.c.address,
            func.md5(func.folded(customer.c.address)),
            None if mine["address"] is None else func.md5(func.folded(mine["address"])),
        ),
    )
    lookups = [_newest(column.is_not(None), key == value) for column, key, value in equal if value is not None]
    if wanted := _name_query(Name(_words(mine["words"]), _words(mine["sounds"]))):
        lexemes = func.name_lexemes(customer.c.name)
        sought = cast(literal(wanted), TSQUERY)
        named = select(customer.c.id).where(customer.c.name.is_not(None), lexemes.op("@@")(sought)).cte("named")
        # By itself: else the planner walks all customers, newest first, and makes the sounds of each.
        hits = named.prefix_with("MATERIALIZED", dialect="postgresql")
        lookups.append(select(hits.c.id).order_by(hits.c.id.desc()).limit(_MOST_PER_REASON))
    return lookups


def _newest(*where: ColumnElement[bool]) -> Select[Any]:
    return select(customer.c.id).where(*where).order_by(customer.c.id.desc()).limit(_MOST_PER_REASON)


def _name_query(name: Name) -> str:
    """Names with all these words, or with words that sound so but for one consonant in one of them."""
    either = [" & ".join(map(_quoted, name.words))] if name.words else []
    if name.telling:
        heard = name.sounds[:_MOST_WORDS]
        for at, sound in enumerate(heard):
            others = [_quoted(f"~{each}") for place, each in enumerate(heard) if place != at]
            nearby = " | ".join(_quoted(f"~{each}") for each in sorted(near(sound)) if each)
            either.append(" & ".join((*others, f"({nearby})")))
    return " | ".join(f"({each})" for each in either)


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(" ")) if text else ()


def _traits(row: Mapping[Any, Any]) -> Traits:
    return Traits(
        email=row["email_folded"],
        mailbox=row["mailbox"],
        phone=row["phone"],
        account_number=row["account_folded"],
        username=row["username_folded"],
        address=row["address_folded"] or None,
        name=Name(_words(row["words"]), _words(row["sounds"])),
    )


def _view(one: Match, row: Mapping[Any, Any]) -> dict[str, Any]:
    view = {name: row[name] for name in _SHOWN if name not in ("id", "survivor_id")}
    return {
        "customer_id": row["person"],
        "record_id": row["id"],
        "strength": one.strength,
        "reasons": list(one.reasons),
        **view,
    }
