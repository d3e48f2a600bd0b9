"""What the ledgers say is a sentence in every language."""

from __future__ import annotations

import pytest

from services.routing.domain.appointment import AppointmentKind
from services.routing.domain.conduct import ConductLevel
from services.routing.domain.promise import PromiseStatus
from services.routing.domain.sanction import Measure
from services.routing.pages.words import catalogues

CODES = {
    *(f"line.appointment_{kind.value}" for kind in AppointmentKind),
    *(f"line.conduct_{stand}" for stand in ("open", "handled", "sanctioned")),
    *(f"line.sanction_{measure.value}" for measure in Measure),
    *(f"line.promise_{status.value}" for status in PromiseStatus if status is not PromiseStatus.WITHDRAWN),
    "line.promise_made_good",
    "line.spend",
    "line.note",
    *(f"value.level.{level.value}" for level in ConductLevel),
}


@pytest.mark.parametrize("language", ["ar", "el", "en", "lt"])
def test_every_line_of_every_ledger_has_its_words(language: str) -> None:
    """RO-3: a receiver reads no code where a word exists."""
    assert catalogues().all()[language].words.keys() >= CODES
