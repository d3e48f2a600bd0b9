"""One promise with everything that happened to it (RO-8)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from services.routing.domain.actor import Actor
from services.routing.domain.case import CaseNotFound
from services.routing.domain.promise import Promise, PromiseNotFound
from services.routing.domain.promise_step import Step
from services.routing.queries.case_view import visible_case
from services.routing.storage import promises
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise and its steps, the first one first."""

    promise: Promise
    steps: tuple[Step, ...]

    @property
    def version(self) -> int:
        return self.promise.version


async def promise_view(promise_id: UUID, tx: Transaction, *, by: Actor) -> PromiseView:
    """The promise. Raises PromiseNotFound (missing and foreign alike)."""
    promise = await promises.load(promise_id, tx)
    if promise is None:
        raise PromiseNotFound
    try:
        await visible_case(promise.complaint_id, tx, by=by)
    except CaseNotFound as foreign:
        raise PromiseNotFound from foreign
    return PromiseView(promise, await promises.steps(promise_id, tx))
