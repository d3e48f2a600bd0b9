"""What is said to the customer before they tell it all."""

from __future__ import annotations

import pytest

from services.intake.gateways.rulebook import findings_in
from services.routing.domain.hint import Hint
from services.routing.domain.ladder import Reason
from services.routing.pages.hint_words import hint_words
from tests.unit.routing.people import person

REASONS = (Reason.LANGUAGE, Reason.SKILL, Reason.AUTHORITY, Reason.ABUSE)


@pytest.mark.parametrize("language", ["en", "ar", "lt", "el"])
@pytest.mark.parametrize("reason", REASONS)
def test_the_sentence_is_one_that_a_customer_may_hear(reason: Reason, language: str) -> None:
    """RO-3, IN-14: intake's own check of wording finds nothing in it, with somebody's name and without."""
    for who in (person(2), None):
        said = hint_words(Hint(needed=True, reasons=(reason,), who=who), language)
        assert said is not None
        assert said.language == language
        assert (who is not None) == ("Person 2" in said.text)
        assert not findings_in(said.text, language=language)


def test_where_nobody_else_is_needed_nothing_is_said() -> None:
    """RO-3: no detour, no word about one."""
    assert hint_words(Hint(needed=False, reasons=()), "en") is None
