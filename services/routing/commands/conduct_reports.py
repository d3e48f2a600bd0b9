"""What all steps about conduct share: finding the report or the sanction, with its case, in one order of locks."""

from __future__ import annotations

from uuid import UUID

from services.routing.domain import conduct as conducts_domain
from services.routing.domain import sanction as sanctions_domain
from services.routing.domain.actor import Actor
from services.routing.domain.case import Case
from services.routing.domain.conduct import Conduct, ConductNotFound
from services.routing.domain.sanction import Sanction, SanctionNotFound
from services.routing.storage import cases, conducts, sanctions
from shared.messaging.transaction import Transaction


async def report_with_case(conduct_id: UUID, by: Actor, tx: Transaction) -> tuple[Case, Conduct]:
    """A report that `by` may see, with its case, both locked. Raises ConductNotFound, missing and foreign alike."""
    found = await conducts.load(conduct_id, tx)
    case = await cases.load(found.complaint_id, tx, lock=True) if found else None
    conduct = await conducts.load(conduct_id, tx, lock=True)
    if case is None or conduct is None or not conducts_domain.may_see(conduct, case, by):
        raise ConductNotFound
    return case, conduct


async def sanction_with_case(sanction_id: UUID, tx: Transaction) -> tuple[Case, Sanction]:
    """A sanction with its case, both locked. Raises SanctionNotFound."""
    found = await sanctions.load(sanction_id, tx)
    case = await cases.load(found.complaint_id, tx, lock=True) if found else None
    sanction = await sanctions.load(sanction_id, tx, lock=True)
    if case is None or sanction is None:
        raise SanctionNotFound
    return case, sanction


async def visible_sanction(sanction_id: UUID, by: Actor, tx: Transaction) -> tuple[Case, Sanction]:
    """The same, for who may see it. Raises SanctionNotFound, missing and foreign alike."""
    case, sanction = await sanction_with_case(sanction_id, tx)
    if not sanctions_domain.may_see(sanction, case, by):
        raise SanctionNotFound
    return case, sanction
