"""What the rules of recognition refuse.

Forbidden
    OwnReward        nobody approves their own reward
    NobodyApproves   only a person can approve
Conflict
    RewardNotThere   the reward's state does not allow the act
    NoProgramme      comments come while no programme is active
Invalid
    TooEarly         a day off before the reward was granted
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from shared.kernel.errors import Conflict, FieldError, Forbidden, Invalid


class OwnReward(Forbidden):
    slug = "own-reward"
    title = "Nobody approves their own reward"


class NobodyApproves(Forbidden):
    slug = "approver-needed"
    title = "A reward is approved by a person: the token names no member of staff"


class RewardNotThere(Conflict):
    slug = "reward-state"
    title = "The reward's state does not allow this"

    def __init__(self, *, act: str, status: str, possible: Sequence[str]) -> None:
        now = f"possible now: {', '.join(possible)}" if possible else "nothing is possible any more"
        super().__init__(f"no {act} of a reward that is {status}; {now}", state=status, possible=list(possible))


class NoProgramme(Conflict):
    slug = "no-programme"
    title = "No programme is active, so nothing says what this comment counts for"


class TooEarly(Invalid):
    slug = "too-early"
    title = "The day off lies before the reward"

    def __init__(self, granted: date) -> None:
        super().__init__(fields=(FieldError("/on", f"not before {granted.isoformat()}, when it was granted"),))
