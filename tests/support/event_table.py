"""The table of events in the README, generated from the catalogue and from who subscribes to what.

Run as `python -m tests.support.event_table` (part of make coverage-of-requirements).
"""

from __future__ import annotations

import re
from pathlib import Path

from shared.contracts.catalogue import EVENTS
from shared.runtime.installation import SERVICES, load_service

README = Path(__file__).resolve().parents[2] / "README.md"
BEGIN, END = "<!-- events: generated -->", "<!-- /events -->"


def _listeners() -> dict[str, list[str]]:
    heard: dict[str, dict[str, None]] = {}
    for name in SERVICES:
        for subscription in load_service(name).subscriptions:
            heard.setdefault(subscription.event.type(), {})[name] = None
    return {event: list(names) for event, names in heard.items()}


def table() -> str:
    """The markdown between the two marks."""
    heard = _listeners()
    rows = [BEGIN, "", "| event | says | heard by |", "|---|---|---|"]
    for event in EVENTS:
        says = (event.__doc__ or "").strip().splitlines()[0]
        rows.append(f"| `{event.subject()}` | {says} | {', '.join(heard.get(event.type(), [])) or '-'} |")
    return "\n".join([*rows, "", END])


def write() -> None:
    """Put the fresh table into the README."""
    text = README.read_text(encoding="utf-8")
    README.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: table(), text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    write()
