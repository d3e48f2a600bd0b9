"""By which days and years the company counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from services.routing.settings import RoutingSettings
from tests.support.application import keys_for, settings_of


def test_a_zone_that_nobody_knows_stops_the_start(tmp_path: Path) -> None:
    """RO-9: not the first spend of the new year."""
    keys = keys_for(tmp_path)
    with pytest.raises(ValidationError, match="no time zone"):
        settings_of(RoutingSettings, keys, database_url="postgresql://here/x", company_time_zone="Europe/Atlantis")
    known = settings_of(RoutingSettings, keys, database_url="postgresql://here/x", company_time_zone="Europe/Vilnius")
    assert known.company_zone.key == "Europe/Vilnius"
