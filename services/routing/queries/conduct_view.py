"""Reports of conduct, sanctions and their backing, for those who may see them (RO-11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, true

from services.routing.domain import conduct as conducts_domain
from services.routing.domain import sanction as sanctions_domain
from services.routing.domain.actor import Actor
from services.routing.domain.appeal import Appeal
from services.routing.domain.conduct import Conduct, ConductNotFound, ConductStatus
from services.routing.domain.sanction import Sanction, SanctionNotFound
from services.routing.storage import appeals, cases, conducts, sanctions
from services.routing.storage.tables.case import cases as case_table
from services.routing.storage.tables.conduct import conduct as conduct_table
from services.routing.storage.tables.conduct import sanction as sanction_table
from shared.messaging.transaction import Transaction

KeysetAfter = Callable[..., ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class SanctionView:
    """A sanction with its appeal, where there is one, at `now`."""

    sanction: Sanction
    appeal: Appeal | None
    now: datetime

    @property
    def version(self) -> int:
        return self.sanction.version


async def conduct_view(conduct_id: UUID, tx: Transaction, *, by: Actor) -> Conduct:
    """One report. Raises ConductNotFound for a missing one and a foreign one alike."""
    conduct = await conducts.load(conduct_id, tx)
    case = await cases.load(conduct.complaint_id, tx) if conduct else None
    if conduct is None or case is None or not conducts_domain.may_see(conduct, case, by):
        raise ConductNotFound
    return conduct


async def list_conduct(
    tx: Transaction,
    *,
    by: Actor,
    complaint_id: UUID | None,
    status: ConductStatus | None,
    limit: int,
    after: KeysetAfter,
) -> Sequence[Conduct]:
    """At most limit + 1 reports that `by` may see, the latest first; those that wait for a manager, say."""
    mine = or_(conduct_table.c.staff_ids.contains([by.staff_id]), conduct_table.c.with_id == by.staff_id)
    where = [
        after(conduct_table.c.reported_at, conduct_table.c.id),
        true() if complaint_id is None else conduct_table.c.complaint_id == complaint_id,
        true() if status is None else conduct_table.c.status == status.value,
        _visible_to(by, mine),
    ]
    return await conducts.listed(tx, where=where, limit=limit + 1)


async def sanction_view(sanction_id: UUID, tx: Transaction, *, by: Actor, now: datetime) -> SanctionView:
    """One sanction with its appeal. Raises SanctionNotFound for a missing one and a foreign one alike."""
    sanction = await sanctions.load(sanction_id, tx)
    case = await cases.load(sanction.complaint_id, tx) if sanction else None
    if sanction is None or case is None or not sanctions_domain.may_see(sanction, case, by):
        raise SanctionNotFound
    return SanctionView(sanction, await appeals.against(sanction_id, tx), now)


async def list_sanctions(
    tx: Transaction,
    *,
    by: Actor,
    complaint_id: UUID | None,
    customer_id: UUID | None,
    limit: int,
    after: KeysetAfter,
) -> Sequence[Sanction]:
    """At most limit + 1 sanctions that `by` may see, the latest first."""
    mine = or_(sanction_table.c.staff_ids.contains([by.staff_id]), sanction_table.c.decided_by == by.staff_id)
    where = [
        after(sanction_table.c.decided_at, sanction_table.c.id),
        true() if complaint_id is None else sanction_table.c.complaint_id == complaint_id,
        true() if customer_id is None else sanction_table.c.customer_id == customer_id,
        _visible_to(by, mine),
    ]
    return await sanctions.listed(tx, where=where, limit=limit + 1)


def _visible_to(by: Actor, mine: ColumnElement[bool]) -> ColumnElement[bool]:
    if by.teams is None:
        return true()
    theirs = case_table.c.department.in_(sorted(by.teams))
    return theirs if by.staff_id is None else or_(theirs, case_table.c.owner_id == by.staff_id, mine)
