"""Writes the golden schema of each event that has none yet; never changes one that is there."""

from __future__ import annotations

import json
from pathlib import Path

from shared.contracts.catalogue import EVENTS

GOLDEN = Path(__file__).parent / "golden"

if __name__ == "__main__":
    for event in EVENTS:
        path = GOLDEN / f"{event.type()}.json"
        if not path.exists():
            path.write_text(json.dumps(event.model_json_schema(), indent=2) + "\n", encoding="utf-8")
