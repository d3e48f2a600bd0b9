"""What a list of complaints is asked for, and how PostgreSQL is asked for it without walking the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, literal, true
from sqlalchemy.dialects.postgresql import ARRAY

from services.intake.domain.actor import Actor
from services.intake.domain.lifecycle import Status
from services.intake.domain.vocabulary import Channel, Feeling, Urgency
from services.intake.storage.tables import TERMS, complaint, complaint_terms
from services.intake.storage.visibility import own, visible_to
from shared.kernel.ids import first_id_at

Condition = ColumnElement[bool]
_APART = timedelta(minutes=5)
"""How far the clocks of our machines may stand apart; each makes the ids of what it records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which complaints are asked for; None and () ask for all. Recorded from (inclusive) until (exclusive)."""

    status: Sequence[Status] = ()
    department: str | None = None
    owner_id: UUID | None = None
    customer_id: UUID | None = None
    product: str | None = None
    branch: str | None = None
    category: str | None = None
    channel: Channel | None = None
    feeling: Feeling | None = None
    urgency: Urgency | None = None
    language: str | None = None
    recorded_from: datetime | None = None
    recorded_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Complaints that an index holds in the order of ids: a team's, an owner's, a customer's, or all there are."""

    rule: Condition
    terms: Sequence[Condition] = ()
    """What the rule means to the index of words and terms."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters in SQL: the complaints of any of `runs`, within `bounds`, that fit all of `others`."""

    runs: Sequence[Run]
    bounds: Sequence[Condition]
    others: Sequence[Condition]
    terms: Sequence[Condition]
    """What `others` mean to the index of words and terms."""
    words: Condition | None = None
    """The words searched for, to be looked for row by row; to their index they are one of the terms."""


def asked(filters: Filters, actor: Actor, *, after: UUID | None, offset: timedelta) -> Asked:
    """Put filters into SQL; `offset` is how far our clock stands from the machine's, which ids are made by."""
    runs, rest = _runs(filters, actor)
    others: list[Condition] = []
    if filters.customer_id is not None or filters.owner_id is not None:
        others += [] if actor.teams is None else [visible_to(actor)]
    if rest.owner_id is not None:
        others.append(complaint.c.owner_id == rest.owner_id)
    terms: list[Condition] = []
    singles = {name: str(value) for name in TERMS[1:] if (value := getattr(rest, name)) is not None}
    if singles:
        others += [complaint.c[name] == value for name, value in singles.items()]
        terms.append(_all_of(singles))
    if rest.status:
        others.append(complaint.c.status.in_([one.value for one in rest.status]))
        terms.append(complaint_terms.overlap(_array(f"status={one.value}" for one in rest.status)))
    bounds = [] if after is None else [complaint.c.id < after]
    return Asked(runs, [*bounds, *_recorded(filters, offset)], others, terms)


def _runs(filters: Filters, actor: Actor) -> tuple[Sequence[Run], Filters]:
    """The runs to read, fewest complaints first, and what is left to be filtered in them."""
    if filters.customer_id is not None:
        return [Run(complaint.c.customer_id == filters.customer_id)], replace(filters, customer_id=None)
    if filters.owner_id is not None:
        return [Run(complaint.c.owner_id == filters.owner_id)], replace(filters, owner_id=None)
    department = filters.department
    if actor.teams is None:
        if department is not None:
            return [_team(department)], replace(filters, department=None)
        if len(filters.status) == 1 and filters.status[0] is not Status.RECORDED:
            return [_answered(filters.status[0])], replace(filters, status=())
        return [Run(true())], filters
    if department is not None and department in actor.teams:
        return [_team(department)], replace(filters, department=None)
    teams = [] if department is not None else [_team(team) for team in sorted(actor.teams)]
    return [*teams, *(Run(rule) for rule in own(actor))], filters


def _team(department: str) -> Run:
    return Run(complaint.c.department == department, [_all_of({"department": department})])


def _answered(status: Status) -> Run:
    """Its index leaves out what is as new as it came; said again so that PostgreSQL sees that it serves. Both in the
    statement's text: with parameters there PostgreSQL would find every plan for later use too dear, or wrong."""
    held = (complaint.c.status == _said(status)) & (complaint.c.status != _said(Status.RECORDED))
    return Run(held, [_all_of({"status": status.value})])


def _said(status: Status) -> ColumnElement[str]:
    return literal(status.value, literal_execute=True)


def _recorded(filters: Filters, offset: timedelta) -> list[Condition]:
    """Times bound ids too, which lists are walked by. A development clock only ever moves on: ids beside it are at
    most `offset` too early."""
    bounds: list[Condition] = []
    if filters.recorded_from is not None:
        bounds.append(complaint.c.recorded_at >= filters.recorded_from)
        bounds.append(complaint.c.id >= first_id_at(filters.recorded_from - offset - _APART))
    if filters.recorded_until is not None:
        bounds.append(complaint.c.recorded_at < filters.recorded_until)
        if not offset:
            bounds.append(complaint.c.id < first_id_at(filters.recorded_until + _APART))
    return bounds


def _all_of(members: Mapping[str, str]) -> Condition:
    return complaint_terms.contains(_array(f"{name}={value}" for name, value in members.items()))


def _array(words: Iterable[str]) -> ColumnElement[Sequence[str]]:
    return cast(list(words), ARRAY(Text))
