"""Take back a batch of comments: compliments are reversed, and rewards that lost their ground with them (RE-4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.recognition import events
from services.recognition.domain.compliment import Standing
from services.recognition.domain.reward import Because, Done, Reward, reverse, to_reverse
from services.recognition.domain.tally import Tally, close_ranks
from services.recognition.storage import comments, compliments, ledger, rewards, tallies
from shared.messaging.transaction import Transaction

Person = tuple[int, UUID]
"""A programme and a member of staff: whose tally it is."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Whoever left a comment took it back."""

    comment_id: UUID
    withdrawn_at: datetime
    event_id: UUID
    correlation_id: str
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawComments:
    """Withdrawals as they came; one that comes before its comment wins all the same."""

    withdrawals: tuple[Withdrawal, ...]
    now: datetime


async def withdraw_comments(command: WithdrawComments, tx: Transaction) -> None:
    """Reverse what came of the comments; locks in the order of `count_compliments`."""
    once = {each.comment_id: each for each in reversed(command.withdrawals)}
    fresh = await comments.withdraw(list(once), [each.withdrawn_at for each in once.values()], tx)
    people = await compliments.people_of(fresh, tx)
    if not people:
        return
    locked = await tallies.lock(people, tx)
    leaving = _by_person(await compliments.standing_of(fresh, tx))
    await _close_the_rows(locked, leaving, command.now, tx)
    for tally in locked:
        for gone, standing in enumerate(leaving[_key(tally)], start=1):
            message = events.compliment_reversed(standing, valid=tally.valid - gone, now=command.now)
            cause = once[standing.comment_id]
            tx.publish(message, correlation_id=cause.correlation_id, traceparent=cause.traceparent)
    because = {key: once[standings[-1].comment_id] for key, standings in leaving.items()}
    await _reverse_rewards(locked, leaving, because, command.now, tx)


async def _close_the_rows(
    locked: Sequence[Tally], leaving: Mapping[Person, Sequence[Standing]], now: datetime, tx: Transaction
) -> None:
    beyond = [(tally, tally.valid - len(leaving[_key(tally)])) for tally in locked]
    last = {(_person(each), each.place): each for each in await compliments.last_of(beyond, tx)}
    places: list[tuple[Standing, int | None]] = []
    for tally in locked:
        gone = leaving[_key(tally)]
        for old, new in close_ranks(length=tally.valid, leaving=[each.place for each in gone]).items():
            places.append((last[_key(tally), old], new))
        places.extend((each, None) for each in gone)
    await compliments.close_the_row(places, at=now, tx=tx)


async def _reverse_rewards(
    locked: Sequence[Tally],
    leaving: Mapping[Person, Sequence[Standing]],
    because: Mapping[Person, Withdrawal],
    now: datetime,
    tx: Transaction,
) -> None:
    surplus = {}
    for tally in locked:
        left = tally._replace(valid=tally.valid - len(leaving[_key(tally)]))
        if left.granted > left.due:
            surplus[_key(tally)] = left.granted - left.due
    if not surplus:
        return
    live: defaultdict[Person, list[Reward]] = defaultdict(list)
    for reward in await rewards.live_rewards(list(surplus), tx):
        live[reward.programme_id, reward.staff_id].append(reward)
    changed: list[Reward] = []
    done: list[Done] = []
    for key, many in surplus.items():
        going = to_reverse(live[key], surplus=many)
        changed.extend(_moved(live[key], going))
        cause = because[key]
        reason = Because(f"programme:{key[0]}", "a comment was withdrawn", cause.event_id)
        for reward in going:
            step = reverse(reward, because=reason, now=now)
            done.append(step)
            message = events.reward_reversed(step.reward, now=now)
            tx.publish(message, correlation_id=cause.correlation_id, traceparent=cause.traceparent)
    await rewards.save([*changed, *(step.reward for step in done)], tx)
    await ledger.append([step.entry for step in done], tx)


def _moved(live: Sequence[Reward], going: Sequence[Reward]) -> list[Reward]:
    """Those that stay and take a slot that falls empty."""
    moves = close_ranks(length=len(live), leaving=[reward.slot for reward in going if reward.slot is not None])
    return [replace(reward, slot=moves[reward.slot]) for reward in live if reward.slot in moves]


def _by_person(standings: Sequence[Standing]) -> dict[Person, list[Standing]]:
    grouped: defaultdict[Person, list[Standing]] = defaultdict(list)
    for standing in standings:
        grouped[_person(standing)].append(standing)
    return grouped


def _person(standing: Standing) -> Person:
    return standing.programme_id, standing.staff_id


def _key(tally: Tally) -> Person:
    return tally.programme_id, tally.staff_id
