"""Ladders: the one that is built in, and the editions that a company wrote since; an edition never changes (RO-6)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from services.routing.domain.ladder import Ability, Edition, Ladder, Reason, Step, Way, sound_ladder
from services.routing.domain.staff import Level
from services.routing.storage.tables.ladder import ladders
from shared.messaging.transaction import Transaction

OWN = "own"
_BUILT_IN = Path(__file__).parent / "ladders" / "own-1.toml"
_SINCE_EVER = datetime(2000, 1, 1, tzinfo=UTC)


@cache
def built_in() -> Ladder:
    """The ladder of a company that has written none."""
    return sound_ladder(OWN, 1, steps_of(tomllib.loads(_BUILT_IN.read_text(encoding="utf-8"))["step"]))


async def current(tx: Transaction, *, now: datetime) -> Ladder:
    """The ladder that holds at `now`: of those that are valid the highest edition."""
    statement = (
        select(ladders)
        .where(ladders.c.code == OWN, ladders.c.valid_from <= now)
        .order_by(ladders.c.edition.desc())
        .limit(1)
    )
    row = (await tx.execute(statement)).mappings().one_or_none()
    return built_in() if row is None else _edition(row).ladder


async def add(edition: Edition, tx: Transaction) -> bool:
    """Write a new edition; False where its number is taken."""
    ladder = edition.ladder
    statement = (
        insert(ladders)
        .values(
            code=ladder.code,
            edition=ladder.edition,
            content=_content(ladder.steps),
            valid_from=edition.valid_from,
            by_subject=edition.by_subject,
        )
        .on_conflict_do_nothing()
        .returning(ladders.c.edition)
    )
    return (await tx.execute(statement)).one_or_none() is not None


async def load(edition: int, tx: Transaction) -> Edition | None:
    """One edition, or None."""
    if edition == built_in().edition:
        return Edition(built_in(), _SINCE_EVER, None)
    statement = select(ladders).where(ladders.c.code == OWN, ladders.c.edition == edition)
    row = (await tx.execute(statement)).mappings().one_or_none()
    return None if row is None else _edition(row)


async def listed(tx: Transaction, *, below: int | None, limit: int) -> Sequence[Edition]:
    """Editions below a number, the highest first, at most `limit`; the last one is the one that is built in."""
    statement = select(ladders).where(ladders.c.code == OWN).order_by(ladders.c.edition.desc()).limit(limit)
    if below is not None:
        statement = statement.where(ladders.c.edition < below)
    found = [_edition(row) for row in (await tx.execute(statement)).mappings()]
    if len(found) < limit and (below is None or below > 1):
        found.append(Edition(built_in(), _SINCE_EVER, None))
    return found


def steps_of(content: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Steps as they are kept: codes, and minutes for lengths of time."""
    return tuple(
        Step(
            reason=Reason(one["reason"]),
            position=one["position"],
            level=Level(one["level"]),
            within=timedelta(minutes=one["within"]) if one.get("within") is not None else None,
            how=tuple(Way(way) for way in one["how"]),
            needs=frozenset(Ability(need) for need in one.get("needs", ())),
            prefers=frozenset(Ability(wanted) for wanted in one.get("prefers", ())),
            same_level=one.get("same_level", False),
            tell_customer=one.get("tell_customer", True),
            contact=one.get("contact", False),
        )
        for one in content
    )


def _content(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {
            "reason": step.reason.value,
            "position": step.position,
            "level": step.level.value,
            "within": None if step.within is None else step.within // timedelta(minutes=1),
            "how": [way.value for way in step.how],
            "needs": sorted(need.value for need in step.needs),
            "prefers": sorted(wanted.value for wanted in step.prefers),
            "same_level": step.same_level,
            "tell_customer": step.tell_customer,
            "contact": step.contact,
        }
        for step in steps
    ]


def _edition(row: Any) -> Edition:
    ladder = sound_ladder(row["code"], row["edition"], steps_of(row["content"]))
    return Edition(ladder, row["valid_from"], row["by_subject"])
