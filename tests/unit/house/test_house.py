"""The house itself: sizes, names, pages that are generated, files that must not be here."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.support import coverage, event_table

ROOT = Path(__file__).resolve().parents[3]
LIMIT = 300
STRAY = re.compile(r"(^|/)(utils?|helpers?|common|misc|manager)(\.py|/)|^uv\.lock$|pylock.*\.toml$")
HOSTS = re.compile(r"--(extra-)?index-url|--find-links|\"resolved\": *\"https?:|files?\.[a-z]*hosted")


def _files(*suffixes: str) -> list[Path]:
    listed = [
        path
        for top in ("services", "shared", "tests", "deploy", "docs")
        for path in (ROOT / top).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ] + [path for path in ROOT.iterdir() if path.is_file()]
    return [path for path in listed if not suffixes or path.suffix in suffixes]


def test_no_file_is_longer_than_a_reader_bears() -> None:
    """A file has one concept; above 300 lines it has two."""
    long = {
        str(path.relative_to(ROOT)): count
        for path in _files(".py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LIMIT
    }
    assert not long


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _files(".py")
        if "data" not in path.parts and not path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]
    assert not silent


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    stray = [str(path.relative_to(ROOT)) for path in _files() if STRAY.search(str(path.relative_to(ROOT)))]
    assert not stray


def test_lock_files_name_no_download_host() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not HOSTS.search(text)


@pytest.mark.parametrize("service", ["intake", "routing", "followup", "recognition"])
def test_the_four_services_have_the_same_rooms(service: str) -> None:
    root = ROOT / "services" / service
    files = {"__init__.py", "__main__.py", "service.py", "settings.py"}
    rooms = {"domain", "storage", "commands", "queries", "reactions", "api", "migrations"}
    assert files <= {path.name for path in root.iterdir() if path.is_file()}
    assert rooms <= {path.name for path in root.iterdir() if path.is_dir()}
    assert (root / "events.py").is_file() or (root / "events" / "__init__.py").is_file()


def test_the_coverage_page_is_fresh() -> None:
    """Stale? Run `make coverage-of-requirements`."""
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.page()


def test_tests_name_only_requirements_that_exist() -> None:
    assert set(coverage.tests_by_id()) <= set(coverage.requirements())


def test_the_event_table_of_the_readme_is_fresh() -> None:
    """Stale? Run `make coverage-of-requirements`, which writes it too."""
    assert event_table.table() in event_table.README.read_text(encoding="utf-8")


def test_the_import_contracts_hold() -> None:
    """The architecture diagram is executable: .importlinter."""
    lint = ROOT / ".venv" / "bin" / "lint-imports"
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
