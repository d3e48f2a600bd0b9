"""Refuses JSON that parsers read in different ways, before any schema sees it (RFC 7493, I-JSON).

Duplicate members, NaN, numbers beyond 64 bits, lone surrogates, NUL, invalid UTF-8, bottomless nesting: each is a 4xx
that says where, and none reaches the database.
"""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.invalid_input import MalformedJson
from shared.http.problem_shape import problem_of
from shared.kernel.errors import FieldError, Invalid, RedressError

MAX_DEPTH = 64
_MAX_DIGITS = 20
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")
_SUSPICIOUS = re.compile(r"\\u(?:0000|[dD][89a-fA-F])|\x00")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class UnstorableText(Invalid):
    slug = "unstorable-text"
    title = "Text holds a NUL or half a character, which can't be kept"


def check_json(body: bytes) -> None:
    """Raise MalformedJson (400), or UnstorableText (422) that names the member, unless all may read this body."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedJson(f"invalid UTF-8 at byte {error.start}") from error
    if text.startswith("\ufeff"):
        raise MalformedJson("it begins with a byte order mark")
    _check_depth(text)
    try:
        value = json.loads(
            text, object_pairs_hook=_members, parse_constant=_constant, parse_int=_integer, parse_float=_number
        )
    except json.JSONDecodeError as error:
        raise MalformedJson(f"{error.msg} at line {error.lineno} column {error.colno}") from error
    except RecursionError as error:
        raise MalformedJson("nested too deeply") from error
    if _SUSPICIOUS.search(text):
        _check_text(value, "")


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKETS.findall(_TEXT.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise MalformedJson(f"nested more than {MAX_DEPTH} levels deep")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise MalformedJson(f"the member {json.dumps(name[:64])} is there twice")
            seen.add(name)
    return members


def _constant(name: str) -> None:
    raise MalformedJson(f"{name} is no JSON number")


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS or not -(2**63) <= (number := int(digits)) < 2**63:
        raise MalformedJson("a whole number is beyond 64 bits")
    return number


def _number(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise MalformedJson("a number is beyond what a double holds")
    return number


def _check_text(value: Any, pointer: str) -> None:
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise UnstorableText(fields=(FieldError(pointer, "holds a NUL or half of a surrogate pair"),))
    if isinstance(value, list):
        for position, member in enumerate(value):
            _check_text(member, f"{pointer}/{position}")
    elif isinstance(value, dict):
        for name, member in value.items():
            if _UNSTORABLE.search(name):
                raise UnstorableText(fields=(FieldError(pointer, "a member's name holds a NUL or half a character"),))
            _check_text(member, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")


class JsonGuard:
    """Checks the JSON bodies of ordinary routes on their way in; hot doors never come by here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"POST", "PUT", "PATCH", "DELETE"} or not _is_json(scope):
            await self._app(scope, receive, send)
            return
        body = b""
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return  # the caller hung up
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        if body:
            try:
                check_json(body)
            except RedressError as error:
                await problem_of(error)(scope, receive, send)
                return
        await self._app(scope, _replay(body, receive), send)


def _is_json(scope: Scope) -> bool:
    for name, value in scope["headers"]:
        if name == b"content-type":
            media = value.partition(b";")[0].strip().lower()
            return bool(media == b"application/json" or media.endswith(b"+json"))
    return False


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
