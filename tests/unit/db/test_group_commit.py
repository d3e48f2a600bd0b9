"""Group commit: one answer per caller, whatever happens to the neighbours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from shared.db.group_commit import Again, GroupCommit


class Pool:
    """Counts transactions; what a flush does with its connection is the flush's own affair."""

    def __init__(self) -> None:
        self.committed = 0
        self.rolled_back = 0

    @asynccontextmanager
    async def acquire(self) -> Any:
        yield self

    @asynccontextmanager
    async def transaction(self) -> Any:
        try:
            yield
        except BaseException:
            self.rolled_back += 1
            raise
        self.committed += 1


async def test_concurrent_commands_share_commits() -> None:
    """SU-1: each gets its own answer, and there are far fewer commits than commands."""
    pool = Pool()

    async def flush(commands: Sequence[int], _: object, attempt: int) -> Sequence[int]:
        await asyncio.sleep(0)
        return [command * 2 for command in commands]

    group: GroupCommit[int, int] = GroupCommit(pool, flush)  # type: ignore[arg-type]
    answers = await asyncio.gather(*(group.submit(n) for n in range(100)))
    assert answers == [n * 2 for n in range(100)]
    assert pool.committed < 10


async def test_who_comes_after_a_flush_that_waits_for_a_lock_does_not_wait_with_it() -> None:
    """SU-1: few as they are: a row that somebody holds keeps back only who needs it."""
    unlocked = asyncio.Event()

    async def flush(commands: Sequence[int], _: object, attempt: int) -> Sequence[int]:
        if 0 in commands:
            await unlocked.wait()
        return list(commands)

    group: GroupCommit[int, int] = GroupCommit(Pool(), flush)  # type: ignore[arg-type]
    blocked = asyncio.create_task(group.submit(0))
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        assert await asyncio.gather(*(group.submit(n) for n in range(1, 6))) == [1, 2, 3, 4, 5]
    assert not blocked.done()
    unlocked.set()
    assert await blocked == 0


async def test_one_bad_command_never_fails_its_neighbours() -> None:
    pool = Pool()

    async def flush(commands: Sequence[int], _: object, attempt: int) -> Sequence[int]:
        await asyncio.sleep(0)
        if 13 in commands:
            raise ValueError("thirteen")
        return list(commands)

    group: GroupCommit[int, int] = GroupCommit(pool, flush)  # type: ignore[arg-type]
    answers = await asyncio.gather(*(group.submit(n) for n in range(30)), return_exceptions=True)
    assert [n for n, answer in enumerate(answers) if isinstance(answer, Exception)] == [13]
    assert [answer for answer in answers if isinstance(answer, int)] == [n for n in range(30) if n != 13]


async def test_a_lost_connection_is_told_and_not_tried_again() -> None:
    """SU-1: after a lost connection nobody knows whether the commit landed; doing it again could double it."""
    pool = Pool()
    calls: list[int] = []

    async def flush(commands: Sequence[int], _: object, attempt: int) -> Sequence[int]:
        calls.extend(commands)
        await asyncio.sleep(0)
        raise asyncpg.ConnectionDoesNotExistError("gone")

    group: GroupCommit[int, int] = GroupCommit(pool, flush)  # type: ignore[arg-type]
    answers = await asyncio.gather(*(group.submit(n) for n in range(10)), return_exceptions=True)
    assert all(isinstance(answer, asyncpg.ConnectionDoesNotExistError) for answer in answers)
    assert sorted(calls) == list(range(10))


async def test_an_error_among_the_answers_is_only_its_callers() -> None:
    pool = Pool()

    async def flush(commands: Sequence[int], _: object, attempt: int) -> Sequence[int | Exception]:
        return [KeyError(command) if command == 2 else command for command in commands]

    group: GroupCommit[int, int] = GroupCommit(pool, flush)  # type: ignore[arg-type]
    answers = await asyncio.gather(*(group.submit(n) for n in range(4)), return_exceptions=True)
    assert isinstance(answers[2], KeyError)
    assert answers[:2] + answers[3:] == [0, 1, 3]
    assert pool.rolled_back == 0


async def test_again_rolls_back_and_repeats_a_lone_command() -> None:
    pool = Pool()
    attempts = 0

    async def flush(commands: Sequence[int], _: object, attempt: int) -> Sequence[int]:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            raise Again
        return list(commands)

    group: GroupCommit[int, int] = GroupCommit(pool, flush)  # type: ignore[arg-type]
    assert await group.submit(7) == 7
    assert (pool.rolled_back, pool.committed) == (1, 1)


async def test_a_caller_that_leaves_does_not_disturb_the_others() -> None:
    pool = Pool()
    started = asyncio.Event()
    proceed = asyncio.Event()

    async def flush(commands: Sequence[int], _: object, attempt: int) -> Sequence[int]:
        started.set()
        await proceed.wait()
        return list(commands)

    group: GroupCommit[int, int] = GroupCommit(pool, flush)  # type: ignore[arg-type]
    leaving = asyncio.create_task(group.submit(1))
    staying = asyncio.create_task(group.submit(2))
    await started.wait()
    leaving.cancel()
    proceed.set()
    assert await staying == 2
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_a_busy_command_is_done_alone_after_its_neighbours() -> None:
    """SU-1: Again as one command's answer keeps what the others did."""
    pool = Pool()
    batches: list[list[int]] = []

    async def flush(commands: Sequence[int], _: object, attempt: int) -> Sequence[int | Exception]:
        batches.append(list(commands))
        return [Again() if n == 2 and len(commands) > 1 else n for n in commands]

    group: GroupCommit[int, int] = GroupCommit(pool, flush)  # type: ignore[arg-type]
    assert await asyncio.gather(*(group.submit(n) for n in range(4))) == [0, 1, 2, 3]
    assert batches == [[0, 1, 2, 3], [2]]
    assert (pool.committed, pool.rolled_back) == (2, 0)
