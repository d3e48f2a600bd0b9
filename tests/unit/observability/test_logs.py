"""The log says where something went wrong, and never what a customer wrote."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import orjson
import pytest
import structlog

from shared.observability.correlation import correlated
from shared.observability.logs import configure_logs


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def fail(words: str) -> None:
    raise ValueError(f"can't read {words}")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_has_the_service_and_the_correlation(capsys: pytest.CaptureFixture[str]) -> None:
    """SU-6: logs can be followed from request to event."""
    configure_logs(service="intake", json=True)
    with correlated("abc"):
        structlog.get_logger("x").info("relayed", count=3)
        logging.getLogger("library").warning("slow %s", "thing")

    ours, theirs = lines(capsys)
    assert (ours["event"], ours["count"], ours["level"]) == ("relayed", 3, "info")
    assert (theirs["event"], theirs["level"]) == ("slow thing", "warning")
    assert {line["service"] for line in (ours, theirs)} == {"intake"}
    assert {line["correlation"] for line in (ours, theirs)} == {"abc"}


def test_an_exception_has_its_place_but_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    """SU-5: neither messages nor variables: both may hold a customer's words."""
    configure_logs(service="intake", json=True)
    try:
        fail("jane@example.com")
    except ValueError:
        structlog.get_logger("x").exception("unexpected")
        logging.getLogger("library").exception("unexpected")

    printed = capsys.readouterr().err
    assert "jane" not in printed
    for line in map(orjson.loads, printed.splitlines()):
        assert line["exception"][0]["type"] == "ValueError"
        assert line["exception"][0]["at"][-1].endswith(" fail")


def test_the_level_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    """SU-6: quiet where it is asked for."""
    configure_logs(service="intake", json=True, level="WARNING")
    structlog.get_logger("x").info("small")
    structlog.get_logger("x").warning("large")

    assert [line["event"] for line in lines(capsys)] == ["large"]
