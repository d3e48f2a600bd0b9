"""RO-8, RO-9: what the schema itself refuses, whoever writes, in raw SQL and with no rule of ours in the way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from shared.kernel.ids import new_id
from tests.integration.routing.desk import START, Desk
from tests.integration.routing.ledger_scene import Ledgers, open_ledgers

ENTRY = "INSERT INTO budget_entry VALUES ($1, $2, $3, $4, $5, $6, 'raw')"
KEPT = asyncpg.RestrictViolationError


@pytest.fixture
async def ledgers(desk: Desk) -> Ledgers:
    scene = await open_ledgers(desk)
    await scene.budget_rule("100.00")
    answer = await scene.spend("30.00")
    assert answer.status_code == 201
    return scene


async def _budget_id(ledgers: Ledgers) -> UUID:
    found: UUID = await ledgers.desk.context.database.pool.fetchval("SELECT id FROM budget")
    return found


async def _together(ledgers: Ledgers, *statements: tuple[Any, ...]) -> None:
    async with ledgers.desk.context.database.pool.acquire() as connection, connection.transaction():
        for statement, *arguments in statements:
            await connection.execute(statement, *arguments)


@pytest.mark.parametrize("table", ["budget_entry", "budget_rule", "promise_step"])
async def test_what_a_ledger_holds_is_kept_for_good(ledgers: Ledgers, table: str) -> None:
    """RO-8, RO-9: no line is changed or removed."""
    await ledgers.promised()
    with pytest.raises(KEPT):
        await _together(ledgers, (f"UPDATE {table} SET by_subject = 'raw'",))
    with pytest.raises(KEPT):
        await _together(ledgers, (f"DELETE FROM {table}",))


@pytest.mark.parametrize("table", ["budget", "budget_spend", "promise"])
async def test_nothing_is_removed(ledgers: Ledgers, table: str) -> None:
    """RO-8, RO-9: nor what the lines belong to."""
    await ledgers.promised()
    with pytest.raises((KEPT, asyncpg.ForeignKeyViolationError)):
        await _together(ledgers, (f"DELETE FROM {table}",))


async def test_a_posting_that_makes_money_is_refused(ledgers: Ledgers) -> None:
    """RO-9: entries of a posting are nothing in sum, when all are written."""
    budget, posting = await _budget_id(ledgers), new_id()
    with pytest.raises(asyncpg.CheckViolationError, match="not nothing in sum"):
        await _together(
            ledgers,
            (ENTRY, posting, "grant", budget, "EUR", -10, START),
            (ENTRY, posting, "staff", budget, "EUR", 11, START),
            ("UPDATE budget SET granted = granted + 10",),
        )


async def test_a_budget_that_is_not_what_its_entries_say_is_refused(ledgers: Ledgers) -> None:
    """RO-9: neither a budget moved without a posting, nor a posting without its budget."""
    budget, posting = await _budget_id(ledgers), new_id()
    with pytest.raises(asyncpg.CheckViolationError, match="come to"):
        await _together(ledgers, ("UPDATE budget SET granted = granted + 10",))
    with pytest.raises(asyncpg.CheckViolationError, match="come to"):
        await _together(
            ledgers,
            (ENTRY, posting, "grant", budget, "EUR", -10, START),
            (ENTRY, posting, "staff", budget, "EUR", 10, START),
        )


async def test_a_spend_without_a_posting_is_refused(ledgers: Ledgers) -> None:
    """RO-9: what the spends come to is what the ledger says."""
    with pytest.raises(asyncpg.CheckViolationError, match="come to"):
        await _together(
            ledgers,
            (
                "INSERT INTO budget_spend SELECT $1, budget_id, staff_id, complaint_id, 1, currency, what, why, 'raw',"
                " spent_at, NULL, NULL, NULL, 1 FROM budget_spend",
                new_id(),
            ),
        )


async def test_a_budget_is_never_overdrawn(ledgers: Ledgers) -> None:
    """RO-9: not even with a posting that balances."""
    budget, posting = await _budget_id(ledgers), new_id()
    with pytest.raises(asyncpg.CheckViolationError, match="never_overdrawn"):
        await _together(
            ledgers,
            (ENTRY, posting, "staff", budget, "EUR", -71, START),
            (ENTRY, posting, "spent", budget, "EUR", 71, START),
            ("UPDATE budget SET spent = spent + 71",),
        )


async def test_another_currency_in_a_budget_is_refused(ledgers: Ledgers) -> None:
    """RO-9: an entry has the currency of its budget."""
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await _together(ledgers, (ENTRY, new_id(), "staff", await _budget_id(ledgers), "GBP", 1, START))


async def test_a_spend_is_changed_by_its_reversal_alone(ledgers: Ledgers) -> None:
    """RO-9: neither what it was for nor how much; and a reversal that posts nothing is refused."""
    with pytest.raises(KEPT):
        await _together(ledgers, ("UPDATE budget_spend SET what = 'cake'",))
    with pytest.raises(asyncpg.CheckViolationError, match="come to"):
        await _together(
            ledgers,
            (
                "UPDATE budget_spend SET reversed_by = $1, reversal_reason = 'not_used', reversed_at = $2",
                new_id(),
                START,
            ),
        )


async def test_a_delay_that_was_told_late_can_not_be_written(ledgers: Ledgers) -> None:
    """RO-8: not even in raw SQL is silence made to look like a word in time."""
    promise = UUID(await ledgers.promised())
    step = "INSERT INTO promise_step VALUES ($1, 2, 'delayed', $2, 'raw', $2, 'phone', 'Later.', $3)"
    with pytest.raises(asyncpg.CheckViolationError, match="told_in_time"):
        await _together(ledgers, (step, promise, START, START.replace(hour=13)))
    with pytest.raises(asyncpg.CheckViolationError, match="delay_was_told"):
        await _together(ledgers, ("UPDATE promise SET due_at = due_at + interval '1 day'",))
    with pytest.raises(asyncpg.CheckViolationError, match="ck_promise_kept"):
        await _together(ledgers, ("UPDATE promise SET status = 'kept'",))
