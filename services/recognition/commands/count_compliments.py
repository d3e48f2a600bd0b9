"""Count a batch of comments: a compliment per person named, and the rewards that come of them (RE-1, RE-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.recognition import events
from services.recognition.domain.compliment import HeardComment
from services.recognition.domain.counting import Counted, count, staff_to_count
from services.recognition.domain.errors import NoProgramme
from services.recognition.domain.programme import Programme
from services.recognition.domain.reward import Because, granting
from services.recognition.storage import comments, compliments, ledger, rewards, tallies
from services.recognition.storage.programmes import active_programme
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True)
class CountCompliments:
    """Comments as they came, in order; a comment that is known already changes nothing."""

    comments: tuple[HeardComment, ...]
    now: datetime


async def count_compliments(command: CountCompliments, tx: Transaction) -> None:
    """Count each comment once, whatever comes twice or too late.

    Order of locks, the same for every transaction: comments by id, then tallies by person, then rewards.
    Raises NoProgramme when the company runs none.
    """
    programme = await active_programme(tx)
    if programme is None:
        raise NoProgramme
    once = {comment.comment_id: comment for comment in reversed(command.comments)}
    taken = await comments.receive(once.values(), tx)
    heard = [
        comment
        for comment in command.comments
        if comment.comment_id in taken.fresh and once.get(comment.comment_id) is comment
    ]
    people = staff_to_count(heard, programme=programme, withdrawn=taken.withdrawn)
    standing = await tallies.lock_or_begin(people, programme=programme, tx=tx)
    counted = count(heard, programme=programme, tallies=standing, withdrawn=taken.withdrawn, now=command.now)
    await compliments.add([each.compliment for each in counted], tx)
    await _grant(counted, programme, tx)
    for each in counted:
        because, trace = each.compliment.comment.correlation_id, each.compliment.comment.traceparent
        if each.compliment.place is not None:
            tx.publish(events.compliment_counted(each, now=command.now), correlation_id=because, traceparent=trace)
        if each.reward is not None:
            tx.publish(events.reward_granted(each.reward), correlation_id=because, traceparent=trace)


async def _grant(counted: list[Counted], programme: Programme, tx: Transaction) -> None:
    by, why = f"programme:{programme.code}", f"{programme.threshold} valid compliments"
    granted = [(each.reward, each.compliment.comment.event_id) for each in counted if each.reward is not None]
    await rewards.add([reward for reward, _ in granted], tx)
    await ledger.append([granting(reward, because=Because(by, why, event_id)) for reward, event_id in granted], tx)
