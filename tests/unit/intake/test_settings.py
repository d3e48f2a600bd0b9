"""What intake's settings refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from services.intake.settings import IntakeSettings
from tests.support.application import keys_for, settings_of


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_answer_within_hours": 23},
        {"tarp_never_complain": "1"},
        {"tarp_dont_return": "1.2"},
        {"tarp_each_tells": "-1"},
    ],
)
def test_what_the_figures_could_not_tell_is_refused_at_the_start(tmp_path: Path, wrong: dict[str, object]) -> None:
    """IN-15, IN-22: a deadline that is not counted, an assumption that makes no sense."""
    keys = keys_for(tmp_path)
    good = settings_of(IntakeSettings, keys, database_url="postgresql://nobody@127.0.0.1:1/redress")
    assert good.first_answer_within_hours == 24
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        settings_of(IntakeSettings, keys, database_url="postgresql://nobody@127.0.0.1:1/redress", **wrong)
