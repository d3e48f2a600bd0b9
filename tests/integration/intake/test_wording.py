"""The wording check as its callers meet it (IN-14)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from shared.kernel.ids import new_id
from tests.integration.intake.desk import Desk

PATH = "/v1/wording/checks"


@pytest.fixture
async def agent(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.agent() as client:
        yield client


async def checked(client: httpx.AsyncClient, text: str, language: str = "en", **headers: str) -> dict[str, Any]:
    """The answer to a check."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = await client.post(PATH, json={"text": text, "language": language}, headers=named)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("en", "Hello Ona. I'm afraid that's not my job.", "not-my-job"),
        ("lt", "Laba diena. Deja, tai ne mano darbas.", "not-my-job"),
        ("el", "Γεια σας. Δεν είναι δουλειά μου.", "not-my-job"),
        ("ar", "مرحبًا ليلى. هذا ليس من عملي.", "not-my-job"),
    ],
)
async def test_names_span_rule_why_and_better(agent: httpx.AsyncClient, language: str, text: str, rule: str) -> None:
    """IN-14: in each of the four languages, with offsets into the text as it was sent."""
    (finding,) = (await checked(agent, text, language))["findings"]
    assert set(finding) == {"start", "end", "rule", "why", "better", "weight"}
    assert finding["rule"] == rule
    assert finding["why"]
    assert finding["better"]
    assert text[finding["start"] : finding["end"]].strip()
    assert finding["end"] <= len(text)


async def test_a_clean_text_has_no_findings(agent: httpx.AsyncClient) -> None:
    """IN-14: an empty list."""
    answer = await checked(agent, "Dear Ona, your coat left us this morning and reaches you on Friday.")
    assert answer == {"findings": [], "language": "en"}


async def test_offsets_count_in_the_text_as_sent(agent: httpx.AsyncClient) -> None:
    """IN-14: white space at the ends is not stripped, and an emoji is one character."""
    text = " \n\t😀 That's not my job.  "
    (finding,) = (await checked(agent, text))["findings"]
    assert text[finding["start"] : finding["end"]] == "not my job"


async def test_a_tag_is_taken_by_its_language(agent: httpx.AsyncClient) -> None:
    """IN-14: en-GB is English; a language without rules finds nothing, and says so."""
    assert (await checked(agent, "That's not my job.", "en-GB"))["language"] == "en"
    assert (await checked(agent, "That's not my job.", "EN"))["language"] == "en"
    assert await checked(agent, "That's not my job.", "ja") == {"findings": [], "language": None}


async def test_a_check_with_a_key_is_answered_again(agent: httpx.AsyncClient, desk: Desk) -> None:
    """IN-14, SU-2: the same key gives the same answer, not to another text; without one no row is written."""
    before = await desk.count("idempotency_key")
    await checked(agent, "Not my job.")
    assert await desk.count("idempotency_key") == before
    key = new_id().hex
    first = await checked(agent, "That's not my job.", idempotency_key=key)
    assert await checked(agent, "That's not my job.", idempotency_key=key) == first
    other = await agent.post(PATH, json={"text": "Other", "language": "en"}, headers={"idempotency-key": key})
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": "", "language": "en"}, "/text"),
        ({"text": "x" * 20_001, "language": "en"}, "/text"),
        ({"text": "a\x00b", "language": "en"}, "/text"),
        ({"text": "fine", "language": "not a language"}, "/language"),
        ({"text": "fine"}, "/language"),
        ({"text": ["fine"], "language": "en"}, "/text"),
        ({"text": "fine", "language": "en", "surprise": 1}, "/surprise"),
    ],
    ids=["empty", "too long", "NUL", "no tag", "no language", "no text", "unknown member"],
)
async def test_hostile_bodies_are_named(agent: httpx.AsyncClient, body: dict[str, Any], pointer: str) -> None:
    """IN-14, SU-2: a 422 with the pointer, never a 5xx."""
    answer = await agent.post(PATH, json=body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_lone_surrogate_is_refused(agent: httpx.AsyncClient) -> None:
    """IN-14, SU-2: 4xx."""
    answer = await agent.post(
        PATH, content=b'{"text": "a\\ud800b", "language": "en"}', headers={"content-type": "application/json"}
    )
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("language", ["en", "ar", "lt", "el"])
@pytest.mark.parametrize(
    "text", ["\u0301" * 20_000, "ﷺ" * 20_000, "{" * 20_000, "\u202e" * 20_000], ids=lambda t: ascii(t[0])
)
async def test_floods_are_answered(agent: httpx.AsyncClient, language: str, text: str) -> None:
    """IN-14: 20,000 combining marks, brackets or marks of direction are a text like any other."""
    assert (await checked(agent, text, language))["findings"] == []


async def test_needs_the_scope(desk: Desk) -> None:
    """SU-4: whoever writes to customers may check; a reader may not."""
    async with desk.caller(scopes=["complaints:read"]) as reader:
        assert (await reader.post(PATH, json={"text": "a", "language": "en"})).status_code == 403
    async with desk.system() as system:
        await checked(system, "a")
