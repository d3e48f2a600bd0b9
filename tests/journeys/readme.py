"""The story in README.md as steps: commands, and what the page shows of their answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.journeys.console import ROOT

README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(sh|json|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_CUT = "..."


@dataclass(frozen=True)
class Step:
    """A block of commands, and the block below it that shows the answer, where there is one."""

    commands: str
    shown: str | None
    is_json: bool

    @property
    def only_looks(self) -> bool:
        """Whether it may be done again: it sends nothing, moves nothing."""
        return not re.search(r"(?<!\S)(-d|-X|--data\S*|advance)\b", self.commands)


def steps() -> list[Step]:
    """The story, in order."""
    story = README.read_text(encoding="utf-8").split("\n## The story\n")[1].split("\n## ")[0]
    blocks = _BLOCK.findall(story)
    found = []
    for number, (kind, text) in enumerate(blocks):
        if kind == "sh":
            below = blocks[number + 1] if number + 1 < len(blocks) and blocks[number + 1][0] != "sh" else None
            found.append(Step(text, below[1] if below else None, is_json=bool(below) and below[0] == "json"))
    return found


def differences(step: Step, answer: str) -> list[str]:
    """Where the page and the answer differ; ids, times and references need only have the same form."""
    if step.shown is None:
        return []
    if not step.is_json:
        lines = [_form(line) for line in answer.splitlines()]
        return [f"no line like: {line}" for line in step.shown.splitlines() if _form(line) not in lines]
    try:
        given = json.loads(answer)
    except ValueError:
        return [f"no JSON: {answer[:500]}"]
    return list(_differences(json.loads(step.shown), given, ""))


def _differences(shown: Any, given: Any, at: str) -> Iterator[str]:
    if isinstance(shown, dict) and isinstance(given, dict):
        for name, value in shown.items():
            if name not in given:
                yield f"{at}/{name} is not in the answer"
            else:
                yield from _differences(value, given[name], f"{at}/{name}")
    elif isinstance(shown, list) and isinstance(given, list):
        if len(given) < len(shown):
            yield f"{at} has {len(given)} members, the page shows {len(shown)}"
        for number, (one, other) in enumerate(zip(shown, given, strict=False)):
            yield from _differences(one, other, f"{at}/{number}")
    elif isinstance(shown, str) and isinstance(given, str):
        wanted, got = _form(shown), _form(given)
        same = got.startswith(wanted.removesuffix(_CUT).rpartition("/")[0]) if shown.endswith(_CUT) else wanted == got
        if not same:
            yield f"{at} is {given!r}, the page shows {shown!r}"
    elif shown != given or type(shown) is not type(given):
        yield f"{at} is {given!r}, the page shows {shown!r}"


def _form(text: str) -> str:
    """A text without what differs from run to run: ids, references, times, days and ports."""
    text = _UUID.sub("(id)", text.strip())
    text = re.sub(r"\bRD-[0-9A-Z]{4}-[0-9A-Z]{4}\b", "(reference)", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", "(time)", text)
    text = re.sub(r"\b\d{4}-\d\d-\d\d\b", "(day)", text)
    text = re.sub(r"\((\d+ days?, )?[\d:.]+ ahead", "(so far ahead", text)
    return re.sub(r"127\.0\.0\.1:\d+", "(here)", text)
