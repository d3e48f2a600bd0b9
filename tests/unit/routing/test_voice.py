"""The voice of the staff."""

from __future__ import annotations

from itertools import product
from uuid import UUID

import pytest

from services.routing.domain.voice import TRANSITIONS, OwnVoice, Voice, VoiceKind, VoiceSettled, VoiceStatus
from tests.unit.routing.people import NOON

VOICE = Voice(
    id=UUID(int=1),
    kind=VoiceKind.MISSING_TOOL,
    text="Nobody can see the courier's position.",
    department="deliveries",
    complaint_id=None,
    raised_by="ana",
    raised_at=NOON,
)


@pytest.mark.parametrize(("first", "second"), list(product(VoiceStatus, VoiceStatus)))
def test_an_answer_can_turn_into_a_change_but_never_back(first: VoiceStatus, second: VoiceStatus) -> None:
    """RO-15: exactly what the table of transitions allows, from each status to each."""
    if first is VoiceStatus.OPEN:
        start = VOICE
    else:
        start = VOICE.answered(first, answer="We look into it.", by="rasa", now=NOON)
    if second in TRANSITIONS[first]:
        ended = start.answered(second, answer="It is there now.", by="rasa", now=NOON)
        assert (ended.status, ended.answer, ended.version) == (second, "It is there now.", start.version + 1)
    else:
        with pytest.raises(VoiceSettled):
            start.answered(second, answer="No.", by="rasa", now=NOON)


def test_nobody_answers_themselves() -> None:
    """RO-15: a voice is heard by somebody else."""
    with pytest.raises(OwnVoice):
        VOICE.answered(VoiceStatus.ANSWERED, answer="Fine.", by="ana", now=NOON)
