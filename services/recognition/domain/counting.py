"""Counting a batch of comments: which compliments come of it and which rewards they earn (RE-1, RE-2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.recognition.domain.compliment import Compliment, ComplimentStatus, HeardComment
from services.recognition.domain.programme import Programme, WhyNot
from services.recognition.domain.reward import Reward, grant
from services.recognition.domain.tally import Tally
from shared.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Counted:
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
        status = ComplimentStatus.VALID if why is None else ComplimentStatus.NOT_COUNTED
        for staff_id in dict.fromkeys(comment.staff_ids):
            place, reward, valid = None, None, 0
            if why is None:
                tally = standing[staff_id].with_one_more()
                place = valid = tally.valid
                if tally.granted < tally.due:
                    tally = tally.with_a_grant()
                    reward = grant(tally, programme=programme, now=now)
                standing[staff_id] = tally
            compliment = Compliment(
                id=new_id(),
                comment=comment,
                staff_id=staff_id,
                programme_id=programme.id,
                status=status,
                why=why,
                place=place,
                recorded_at=now,
            )
            outcome.append(Counted(compliment, valid, reward))
    return outcome


def _judge(comment: HeardComment, programme: Programme, withdrawn: Collection[UUID]) -> WhyNot | None:
    return programme.judge(
        rating=comment.rating, voluntary=comment.voluntary, withdrawn=comment.comment_id in withdrawn
    )
