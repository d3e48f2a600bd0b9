"""JSON that parsers read in different ways, or that a database refuses, is a 4xx that says where."""

from __future__ import annotations

import httpx
import pytest

from shared.http.problem_shape import MEDIA_TYPE

JSON = {"content-type": "application/json"}

MALFORMED = {
    "cut short": b'{"text": "a"',
    "trailing comma": b'{"text": "a",}',
    "two documents": b'{"text": "a"} {"text": "b"}',
    "NaN": b'{"text": "a", "ratio": NaN}',
    "Infinity": b'{"text": "a", "ratio": -Infinity}',
    "overflowing float": b'{"text": "a", "ratio": 1e999}',
    "huge integer": b'{"text": "a", "count": ' + b"9" * 1500 + b"}",
    "beyond 64 bits": b'{"text": "a", "count": 9223372036854775808}',
    "duplicate member": b'{"text": "a", "text": "b"}',
    "invalid UTF-8": b'{"text": "\xff\xfe"}',
    "UTF-16": '{"text": "a"}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"text": "a"}',
    "deep arrays": b'{"text": "a", "free": {"x": ' + b"[" * 900 + b"]" * 900 + b"}}",
    "bare control character": b'{"text": "a\x01"}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_malformed_json_is_400_and_says_where(client: httpx.AsyncClient, body: bytes) -> None:
    """SU-2: errors are RFC 9457 problems, never a 500."""
    answer = await client.post("/v1/things", content=body, headers=JSON)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == MEDIA_TYPE
    problem = answer.json()
    assert problem["type"] == "/problems/malformed-json"
    assert problem["detail"] != problem["title"]


WRONG_FIELD = {
    "NUL": (b'{"text": "a\\u0000b"}', "/text"),
    "NUL in a name": (b'{"text": "a", "free": {"\\u0000": 1}}', "/free"),
    "NUL deep down": (b'{"text": "a", "free": {"x": ["y", "\\u0000"]}}', "/free/x/1"),
    "lone surrogate": (b'{"text": "\\ud800"}', "/text"),
    "escape character": (b'{"text": "\\u001b[31m"}', "/text"),
    "control character in free text": (b'{"text": "a", "free": {"x": "\\u0007"}}', "/free"),
    "no such day": (b'{"text": "a", "day": "2026-02-30"}', "/day"),
    "year 9999": (b'{"text": "a", "at": "9999-12-31T23:59:59-12:00"}', "/at"),
    "year 1": (b'{"text": "a", "at": "0001-01-01T00:00:00+14:00"}', "/at"),
    "no offset": (b'{"text": "a", "at": "2026-01-01T00:00:00"}', "/at"),
    "too long": (b'{"text": "' + b"x" * 101 + b'"}', "/text"),
    "only blanks": (b'{"text": "   "}', "/text"),
    "wrong type": (b'{"text": 1}', "/text"),
    "unknown member": (b'{"text": "a", "colour": 1}', "/colour"),
    "missing member": (b'{"count": 1}', "/text"),
    "slash in a name": (b'{"text": "a", "a/b~c": 1}', "/a~1b~0c"),
}


@pytest.mark.parametrize(("body", "pointer"), WRONG_FIELD.values(), ids=WRONG_FIELD.keys())
async def test_what_a_schema_refuses_is_422_and_names_the_field(
    client: httpx.AsyncClient, body: bytes, pointer: str
) -> None:
    """SU-2: the problem names the field."""
    answer = await client.post("/v1/things", content=body, headers=JSON)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_all_wrong_fields_are_named_at_once(client: httpx.AsyncClient) -> None:
    """SU-2: one answer names every field."""
    answer = await client.post("/v1/things", json={"count": "x", "day": "y", "z": 1})

    assert {error["pointer"] for error in answer.json()["errors"]} == {"/text", "/count", "/day", "/z"}


async def test_what_was_sent_is_not_repeated(client: httpx.AsyncClient) -> None:
    """SU-5: a problem is no place for what a customer wrote."""
    answer = await client.post("/v1/things", json={"text": "a", "count": "jane@example.com"})

    assert answer.status_code == 422
    assert "jane@example.com" not in answer.text


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", None])
async def test_another_content_type_is_415(client: httpx.AsyncClient, media_type: str | None) -> None:
    """SU-2: wrong content type."""
    headers = {} if media_type is None else {"content-type": media_type}
    answer = await client.post("/v1/things", content=b'{"text": "a"}', headers=headers)

    assert answer.status_code == 415
    assert answer.headers["content-type"] == MEDIA_TYPE


async def test_an_escaped_backslash_before_u0000_is_plain_text(client: httpx.AsyncClient) -> None:
    """SU-2: nothing that is right is refused."""
    answer = await client.post("/v1/things", content=b'{"text": "C:\\\\u0000 \\ud83d\\ude00 [{\\"["}', headers=JSON)

    assert answer.status_code == 201
    assert answer.json()["text"] == 'C:\\u0000 \U0001f600 [{"['


async def test_an_instant_is_turned_to_utc(client: httpx.AsyncClient) -> None:
    """SU-8: time is UTC."""
    answer = await client.post("/v1/things", json={"text": "a", "at": "2026-01-01T00:30:00+02:00"})

    assert answer.json()["at"] == "2025-12-31T22:30:00Z"
