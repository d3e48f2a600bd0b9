"""The lines that greet a customer, from a file per language; another language is one file more."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from services.intake.domain.form_of_address import form_of_address
from shared.pages.catalogue import Catalogues

_FOLDER = Path(__file__).parent / "greetings"


@cache
def _catalogues() -> Catalogues:
    return Catalogues(_FOLDER)


def greeting_line(name: str | None, *, languages: tuple[str | None, ...]) -> dict[str, str]:
    """A line to begin with, in the first of these languages (BCP 47) that we have, else in English (IN-4)."""
    catalogue = _catalogues().choose(*languages)
    address = form_of_address(name, language=catalogue.language)
    line = catalogue.say(f"greeting.{address.form}", name=address.name)
    return {"language": catalogue.language, "direction": catalogue.direction, "line": line}
