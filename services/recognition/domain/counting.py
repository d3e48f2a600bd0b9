"""Counting a batch of comments: which compliments come of it and which rewards they earn (RE-1, RE-2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.recognition.domain.compliment import NOT_COUNTED, VALID, Compliment, HeardComment
from services.recognition.domain.programme import Programme, WhyNot
from services.recognition.domain.reward import Reward, grant
from services.recognition.domain.tally import Tally
from shared.kernel.ids import new_id


class Counted(NamedTuple):
    """A compliment, how many of theirs count after it, and the reward that it completed, if it did."""

    compliment: Compliment
    valid: int
    reward: Reward | None


def staff_to_count(comments: Iterable[HeardComment], *, programme: Programme, withdrawn: Collection[UUID]) -> set[UUID]:
    """Whose tallies a batch will change."""
    return {
        staff_id
        for comment in comments
        if _judge(comment, programme, withdrawn) is None
        for staff_id in comment.staff_ids
    }


def count(
    comments: Iterable[HeardComment],
    *,
    programme: Programme,
    tallies: Mapping[UUID, Tally],
    withdrawn: Collection[UUID],
    now: datetime,
) -> list[Counted]:
    """One compliment per comment and person named in it, in order; every threshold-th valid one earns a reward.

    `tallies` holds everyone of `staff_to_count`; `withdrawn` the comments that were taken back before they came.
    """
    standing = dict(tallies)
    outcome: list[Counted] = []
    for comment in comments:
        why = _judge(comment, programme, withdrawn)
        for staff_id in dict.fromkeys(comment.staff_ids):
            reward, place = None, None
            if why is None:
                tally, granted = standing[staff_id].count_one()
                standing[staff_id], place = tally, tally.valid
                reward = grant(tally, programme=programme, now=now) if granted else None
            status = NOT_COUNTED if place is None else VALID
            made = Compliment(new_id(), comment, staff_id, programme.id, status, why, place, now)
            outcome.append(Counted(made, place or 0, reward))
    return outcome


def _judge(comment: HeardComment, programme: Programme, withdrawn: Collection[UUID]) -> WhyNot | None:
    return programme.judge(
        rating=comment.rating, voluntary=comment.voluntary, withdrawn=comment.comment_id in withdrawn
    )
