"""Types of request bodies: what they take, what they make of it, what they refuse."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.http.schemas import Code, CurrencyCode, Email, In, LanguageTag, Phone, Text

TAKEN = [
    (LanguageTag, "PT-br", "pt-BR"),
    (LanguageTag, "zh-hant-tw", "zh-Hant-TW"),
    (LanguageTag, "ar", "ar"),
    (LanguageTag, "sl-rozaj-1994", "sl-rozaj-1994"),
    (LanguageTag, "en-u-ca-gregory", "en-u-ca-gregory"),
    (Phone, " +37060012345 ", "+37060012345"),
    (Email, "Ona@Example.COM", "Ona@example.com"),
    (CurrencyCode, "EUR", "EUR"),
    (Annotated[str, Code(20)], "credit_card", "credit_card"),
    (Annotated[str, Text(5)], "  labas ", "labas"),
    (Annotated[str, Text(9)], "a\n\tb", "a\n\tb"),
    (Annotated[str, Text(5, min=0)], " ", ""),
]
REFUSED = [
    (LanguageTag, "english"),
    (LanguageTag, "e"),
    (LanguageTag, "en_US"),
    (LanguageTag, "en-"),
    (Phone, "060012345"),
    (Phone, "+0123456789"),
    (Phone, "+1234567890123456"),
    (Phone, "+370 600 12345"),
    (Phone, "+37060012345\u0661"),
    (Email, "ona"),
    (Email, "ona@"),
    (Email, "ona@example.com\nbcc: all@example.com"),
    (CurrencyCode, "eur"),
    (CurrencyCode, "EURO"),
    (Annotated[str, Code(20)], "Credit"),
    (Annotated[str, Code(20)], "a--b"),
    (Annotated[str, Code(3)], "abcd"),
    (Annotated[str, Text(5)], ""),
    (Annotated[str, Text(5)], "abcdef"),
    (Annotated[str, Text(5)], "a\x00b"),
    (Annotated[str, Text(5)], "a\x7fb"),
    (Annotated[str, Text(5)], "a\x85b"),
]


@pytest.mark.parametrize(("kind", "value", "expected"), TAKEN)
def test_it_takes(kind: object, value: str, expected: str) -> None:
    """SU-2: what is right, in its canonical form."""
    assert TypeAdapter(kind).validate_python(value) == expected


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_it_refuses(kind: object, value: str) -> None:
    """SU-2: control characters, wrong forms, wrong lengths."""
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


def test_a_plain_text_member_refuses_control_characters_too() -> None:
    """SU-2: nobody has to remember it."""

    class Body(In):
        plain: str
        many: tuple[str, ...] | list[str] = ()

    assert Body(plain=" a\nb ", many=["c"]).plain == "a\nb"
    for wrong in ({"plain": "\x00"}, {"plain": "a", "many": ["b", "\x1b"]}, {"plain": "a", "extra": 1}):
        with pytest.raises(ValidationError):
            Body.model_validate(wrong)
