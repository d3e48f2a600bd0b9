"""How people are greeted by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.form_of_address import Form, form_of_address
from services.intake.domain.vocative import vocative


@pytest.mark.parametrize(
    ("language", "name", "called"),
    [
        ("lt", "Jonas Petraitis", "Jonai Petraiti"),
        ("lt-LT", "Stasys Kazlauskas", "Stasy Kazlauskai"),
        ("lt", "Ona Jonaitienė", "Ona Jonaitiene"),
        ("lt", "Paulius", "Pauliau"),
        ("lt", "Thomas Harris", "Thomas Harris"),
        ("lt", "Elijas", "Elijas"),
        ("lt", "Γιώργος", "Γιώργος"),
        ("el", "Γιώργος Παπαδόπουλος", "Γιώργο Παπαδόπουλε"),
        ("el", "Αλέξανδρος", "Αλέξανδρε"),
        ("el", "Κώστας Μητσοτάκης", "Κώστα Μητσοτάκη"),
        ("el", "Μαρία Παπαδοπούλου", "Μαρία Παπαδοπούλου"),
        ("el", "Nikos", "Nikos"),
        ("el", "ΓΙΩΡΓΟΣ", "ΓΙΩΡΓΟΣ"),
        ("en", "Jonas Petraitis", "Jonas Petraitis"),
        ("ar", "محمد الخطيب", "محمد الخطيب"),
    ],
)
def test_names_are_called_as_the_language_calls_them(language: str, name: str, called: str) -> None:
    """IN-4: common endings of Lithuanian and Greek; foreign names, and what we are not sure of, as given."""
    assert vocative(name, language=language) == called


@pytest.mark.parametrize(
    ("language", "name", "form"),
    [
        ("lt", "Petraitis", Form.FORMAL_MAN),
        ("lt", "Jonaitienė", Form.FORMAL_WOMAN),
        ("lt", "Šarūnas", Form.BY_NAME),
        ("lt", "Jonas Petraitis", Form.BY_NAME),
        ("el", "Παπαδόπουλος", Form.FORMAL_MAN),
        ("el", "Παπαδοπούλου", Form.FORMAL_WOMAN),
        ("en", "Mr Smith", Form.FORMAL),
        ("en", "Smith", Form.BY_NAME),
        ("en", "Drew", Form.BY_NAME),
        ("ar", "السيد الخطيب", Form.FORMAL),
        ("en", "  ", Form.NAMELESS),
        ("en", None, Form.NAMELESS),
    ],
)
def test_a_surname_alone_is_formal(language: str, name: str | None, form: Form) -> None:
    """IN-4: formal where only a surname is known, or a title says so; nobody is named where no name is known."""
    assert form_of_address(name, language=language).form is form


@given(st.text(max_size=60), st.sampled_from(["en", "ar", "lt", "el", "lt-LT", "x"]))
def test_no_name_breaks_a_greeting(name: str, language: str) -> None:
    """IN-4: whatever somebody is called, there is a greeting, with as many words as the name."""
    address = form_of_address(name, language=language)
    assert len(address.name.split()) == len(name.split())
    assert (address.form is Form.NAMELESS) is not bool(name.split())
