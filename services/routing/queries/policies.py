"""Calendars, rule packs and choices, as they are listed (RO-7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement

from services.routing.domain.calendar_content import CalendarNotFound
from services.routing.domain.edition import Edition
from services.routing.domain.pack import RulePack, RulePackNotFound
from services.routing.domain.pack_choice import PackChoice
from services.routing.storage import editions, pack_choices, rule_packs
from services.routing.storage.built_in_packs import BUILT_IN
from services.routing.storage.tables.calendar import calendar
from services.routing.storage.tables.pack import pack_choice, rule_pack
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]


async def list_calendars(tx: Transaction, *, limit: int, after: KeysetAfter) -> Sequence[Edition]:
    """At most limit + 1 editions of calendars, by code."""
    return await editions.listed(calendar, tx, where=after(calendar.c.code, calendar.c.edition), limit=limit + 1)


async def calendar_view(code: str, tx: Transaction) -> Edition:
    """The latest edition of a calendar. Raises CalendarNotFound."""
    found = await editions.of_code(calendar, code, tx)
    if not found:
        raise CalendarNotFound
    return found[-1]


async def list_packs(
    tx: Transaction, *, limit: int, after: KeysetAfter, beyond: tuple[str, int] | None
) -> Sequence[RulePack]:
    """At most limit + 1 editions of rule packs by code: those of the company between those that came with us."""
    where = after(rule_pack.c.code, rule_pack.c.edition)
    ours = [pack for key, pack in BUILT_IN.items() if beyond is None or key > beyond]
    theirs = [rule_packs.pack_from(one) for one in await editions.listed(rule_pack, tx, where=where, limit=limit + 1)]
    return sorted([*ours, *theirs], key=lambda pack: (pack.code, pack.edition))[: limit + 1]


async def pack_view(code: str, tx: Transaction) -> RulePack:
    """The latest edition of a rule pack. Raises RulePackNotFound."""
    found = (await rule_packs.of_codes({code}, tx)).get(code, ())
    if not found:
        raise RulePackNotFound
    return found[-1]


async def list_choices(tx: Transaction, *, limit: int, after: KeysetAfter) -> Sequence[PackChoice]:
    """At most limit + 1 choices, the latest one first."""
    return await pack_choices.listed(tx, where=after(pack_choice.c.valid_from, pack_choice.c.id), limit=limit + 1)
