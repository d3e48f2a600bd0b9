"""A gate: all that is missing, and all that should not be said so, in one refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.intake.domain.wording.finding import Finding, WordingRefused, insist
from shared.kernel.errors import FieldError, Invalid

_NOTHING: tuple[Any, ...] = (None, "", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding that only warns, at the JSON pointer of its text."""

    pointer: str
    finding: Finding


def lacking(given: object, wanted: Mapping[str, str], *, at: str = "") -> list[FieldError]:
    """A field error for each wanted member that is absent or empty; `wanted` says by name what to do about it."""
    return [FieldError(f"{at}/{name}", what) for name, what in wanted.items() if getattr(given, name) in _NOTHING]


def demand(
    refusal: type[Invalid], missing: Sequence[FieldError], findings: Mapping[str, Sequence[Finding]]
) -> tuple[Remark, ...]:
    """Let it through with the remarks on its texts; `findings` are by the JSON pointer of the text.

    Raises `refusal` where parts are missing, naming the refused wordings too; WordingRefused where only these are.
    """
    remarks: list[Remark] = []
    refused: list[FieldError] = []
    spans: list[dict[str, Any]] = []
    for pointer, found in findings.items():
        try:
            remarks += (Remark(pointer=pointer, finding=one) for one in insist(found, pointer=pointer))
        except WordingRefused as error:
            refused += error.fields
            spans += ({"pointer": pointer, **span} for span in _spans(error))
    if missing:
        fields = (*missing, *refused)
        raise refusal(fields=fields, findings=spans) if spans else refusal(fields=fields)
    if refused:
        raise WordingRefused(fields=tuple(refused), findings=spans)
    return tuple(remarks)


def _spans(error: WordingRefused) -> list[dict[str, Any]]:
    found = error.extra.get("findings")
    return found if isinstance(found, list) else []
