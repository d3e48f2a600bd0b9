"""Reads what a customer typed into a page: each field its value or what is wrong with it, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from shared.http.schemas import Text
from shared.pages.catalogue import Catalogue

T = TypeVar("T")

YES_NO: Mapping[str, bool] = {"yes": True, "no": False}
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was sent, and what is wrong with it so far."""

    values: Mapping[str, str]
    words: Catalogue
    errors: dict[str, str] = field(default_factory=dict)

    def choice(self, name: str, options: Mapping[str, T], *, required: bool = False) -> T | None:
        """The value of radio buttons; None where nothing was chosen, or it is noted in `errors`."""
        sent = self.values.get(name, "").strip()
        if not sent:
            if required:
                self.errors[name] = self.words.say("page.required")
            return None
        if sent not in options:
            self.errors[name] = self.words.say("page.one_of")
            return None
        return options[sent]

    def text(self, name: str, *, max: int, required: bool = False) -> str | None:
        """What was typed, stripped; None where nothing was, or it is noted in `errors`."""
        # Browsers send line breaks as CR LF (HTML 4.10.21.7).
        sent = self.values.get(name, "").replace("\r\n", "\n").strip()
        if not sent:
            if required:
                self.errors[name] = self.words.say("page.required")
            return None
        try:
            return TypeAdapter(Annotated[str, Text(max)]).validate_python(sent)
        except ValidationError as error:
            too_long = any(one["type"] == "string_too_long" for one in error.errors())
            self.errors[name] = self.words.say("page.too_long", max=max) if too_long else self.words.say("page.wrong")
            return None


async def read_form(request: Request, words: Catalogue) -> Filled:
    """The form in a request's body; anything that is not a form has no fields. Files are left out."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != _FORM:
        return Filled({}, words)
    form = await request.form()
    return Filled({name: value for name, value in form.items() if isinstance(value, str)}, words)


def scale(numbers: range) -> Mapping[str, int]:
    """The options of a scale: "1" is 1."""
    return {str(number): number for number in numbers}
