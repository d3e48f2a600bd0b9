"""What the pages for people name exists: files, links, make targets, commands, metrics."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shared.runtime.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#]+)")
_PATH = re.compile(r"`((?:services|shared|tests|deploy|docs)/[\w./-]*)`")
_METRIC = re.compile(r"\b(redress_(?:http|relay|outbox|consumer|dead|timers|worker|nats)_\w+)")
_MADE_BY_RUNNING = {"deploy/secrets"}
"""Not in the repository: deploy/make-secrets makes it."""


def _named(pattern: re.Pattern[str], page: Path) -> set[str]:
    return set(pattern.findall(page.read_text(encoding="utf-8")))


def _is_made_by_running(path: str) -> bool:
    return any(path == made or path.startswith(made + "/") for made in _MADE_BY_RUNNING)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_files_lead_somewhere(page: Path) -> None:
    """A renamed file takes its pages along."""
    dead = {link for link in _named(_LINK, page) if not (page.parent / link).exists()}
    gone = {path for path in _named(_PATH, page) if not (_is_made_by_running(path) or (ROOT / path).exists())}
    assert not dead | gone


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_metrics_are_there(page: Path) -> None:
    """Somebody reads a runbook at three in the morning: nothing in it may be a guess."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    measured = "".join(
        (ROOT / "shared" / name).read_text(encoding="utf-8")
        for name in ("messaging/measures.py", "observability/metrics.py")
    )
    assert _named(re.compile(r"`make ([a-z-]+)"), page) <= targets
    assert _named(re.compile(r"(?:`|bin/| )redress ([a-z-]+)[ `]"), page) - {"up"} <= set(COMMANDS)
    assert {name for name in _named(_METRIC, page) if name not in measured} == set()
