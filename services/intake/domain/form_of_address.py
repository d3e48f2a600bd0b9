"""How a customer is greeted: by name, or formally where only a surname is known (IN-4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from services.intake.domain.vocative import vocative


class Form(StrEnum):
    """Which line of the catalogue fits."""

    BY_NAME = "by_name"
    FORMAL = "formal"
    """A title says how."""
    FORMAL_MAN = "formal_man"
    FORMAL_WOMAN = "formal_woman"
    NAMELESS = "nameless"


@dataclass(frozen=True, slots=True)
class Address:
    """The form, and the name as it stands in the line."""

    form: Form
    name: str


_TITLED = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|ponas|ponia|gerb|κ|κα|κος|κύριος|κυρία|δρ|السيد|السيدة|الأستاذ|الدكتور|د|أ)"
    r"(?:\.\s*|\s+)\S",
    re.IGNORECASE,
)
_SURNAMES: dict[str, tuple[tuple[Form, re.Pattern[str]], ...]] = {
    "lt": (
        (Form.FORMAL_WOMAN, re.compile(r"\w{2,}(?:ienė|aitė|ytė|utė|ūtė)$")),
        (Form.FORMAL_MAN, re.compile(r"\w{2,}(?:aitis|ytis|utis|auskas|inskas|evičius|avičius|ėnas|ūnas)$")),
    ),
    "el": (
        (Form.FORMAL_WOMAN, re.compile(r"\w{2,}(?:οπούλου|ίδου|άδου|άκη|έλλη)$")),
        (Form.FORMAL_MAN, re.compile(r"\w{2,}(?:όπουλος|ίδης|άδης|άκης|έλλης)$")),
    ),
}
"""Endings that are surnames' in these languages. A single English or Arabic name may be either, so it is greeted as
a name; so are Lithuanian first names with such an ending, such as Šarūnas."""
_GIVEN = frozenset({"šarūnas", "eglutė", "onutė", "birutė", "danutė", "aldutė", "rūtė"})


def form_of_address(name: str | None, *, language: str) -> Address:
    """How to greet the bearer of a name, kept as written but for its vocative; `language` is BCP 47."""
    known = " ".join((name or "").split())
    if not known:
        return Address(Form.NAMELESS, "")
    if _TITLED.match(known):
        return Address(Form.FORMAL, known)
    return Address(_form(known, language), vocative(known, language=language))


def _form(name: str, language: str) -> Form:
    if " " in name or name.casefold() in _GIVEN:
        return Form.BY_NAME
    endings = _SURNAMES.get(language.split("-")[0].lower(), ())
    return next((form for form, ending in endings if ending.search(name)), Form.BY_NAME)
