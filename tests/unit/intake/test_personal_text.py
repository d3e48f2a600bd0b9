"""An acknowledgement speaks to this customer about their own matter, in every language, or is refused (IN-13)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.personal_text import Matter, flaws, names_the_matter, placeholders, stems, thanks

COAT = Matter(
    reference="RD-7F3K-9Q2M",
    name="Ona Jonaitienė",
    product="mėlynas paltas",
    order_reference="A-4711",
    occasion="sesers vestuvės",
    wish="apkeitimo mėlyno palto",
    narrative="Užsakiau mėlyną paltą, o kurjeris atvežė žalią.",
)
BARE = replace(COAT, product=None, order_reference=None, occasion=None, wish=None)
PERSONAL = [
    ("en", "Thank you for telling us about the blue coat.", replace(COAT, product="Blue coat")),
    ("en", "Thank you, Ona, for calling about A-4711.", COAT),
    ("en", "Thanks for telling us. Your number is rd 7f3k 9q2m.", COAT),
    ("en", "Thank you, we know that the wedding is near.", replace(COAT, occasion="my sister's wedding")),
    (
        "en",
        "Thank you, Ona. The courier should not have left it there.",
        replace(BARE, narrative="the courier left it"),
    ),
    ("lt", "Ačiū, kad pranešėte apie paltą.", COAT),
    ("lt", "Dėkojame, Ona, kurjerį jau surasime.", BARE),
    ("lt", "Ačiū! Virdulį pakeisime.", replace(BARE, product="virdulys")),
    ("el", "Σας ευχαριστούμε για το μήνυμά σας για τον βραστήρα.", replace(BARE, product="Βραστήρας")),
    ("el", "Ευχαριστώ, Ελένη, θα βρούμε το παλτό.", replace(BARE, name="Ελένη", narrative="Το παλτό χάθηκε")),
    ("ar", "شكرًا لأنك أخبرتنا عن المعطف.", replace(BARE, product="معطف أزرق")),
    ("ar", "نشكرك يا مريم، سنسأل السائق.", replace(BARE, name="مريم", narrative="السائق ترك الطرد عند الباب")),
    ("fr", "Merci pour votre message sur le manteau.", replace(BARE, product="Manteau")),
]
CANNED = [
    ("en", "Thank you for contacting us. Your complaint is important to us. We will be in touch about your order."),
    ("en", "Thank you, Ona, for your complaint about the product and the service."),
    ("lt", "Ačiū, kad kreipėtės. Jūsų skundas mums svarbus, su Jumis susisieksime dėl užsakymo."),
    ("el", "Σας ευχαριστούμε για το μήνυμά σας. Το παράπονο και η παραγγελία σας είναι σημαντικά για εμάς."),
    ("ar", "شكرًا لتواصلك معنا. شكواك وطلبك يهماننا وسنتواصل معك قريبًا."),
]


@pytest.mark.parametrize(("language", "text", "matter"), PERSONAL)
def test_a_text_about_their_own_matter_passes(language: str, text: str, matter: Matter) -> None:
    """IN-13: whatever the ending of the word, the case or the accents."""
    assert flaws(text, matter, language=language, pointer="/text") == ()


@pytest.mark.parametrize(("language", "text"), CANNED)
def test_a_text_that_fits_anybody_is_refused(language: str, text: str) -> None:
    """IN-13: a name alone is mail merge, and what every complaint has is nobody's own."""
    (flaw,) = flaws(text, COAT, language=language, pointer="/text")
    assert flaw.pointer == "/text"
    assert "is about" in flaw.detail


@pytest.mark.parametrize(
    "place",
    [
        "{name}", "{{ customer.name }}", "${name}", "[NAME]", "[name]", "[Customer name]", "[VARDAS]", "[الاسم]",
        "[Όνομα]",
        "<<name>>", "<NAME>", "XXX", "xxx", "%s", "%(name)s", "%NAME%", "$name", "_____", "TODO", "«NAME»",
    ],
)  # fmt: skip
def test_a_place_that_nobody_filled_in_is_found(place: str) -> None:
    """IN-13: of any templating, and of people's own."""
    assert placeholders(f"Dear {place}, thank you for telling us about the coat.")


@pytest.mark.parametrize(
    "text",
    [
        "50 % off, 100%",
        "Your order (A-4711) [2 pieces]",
        "It costs $20, at 10:00",
        "size XXL",
        "x <3 you",
        "a_b",
        "https://x.example/%20s",
    ],
)
def test_what_people_write_is_no_placeholder(text: str) -> None:
    """IN-13: a careless rule would refuse good letters."""
    assert placeholders(text) == []


def test_everything_wrong_is_told_at_once() -> None:
    """IN-13: one refusal that lists all."""
    found = flaws("Dear {name}, [PRODUCT] is on its way.", COAT, language="en", pointer="/text")
    assert len(found) == 4


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "We got it"), ("lt", "Gavome"), ("el", "Το λάβαμε"), ("ar", "وصلتنا رسالتك")],
)
def test_a_text_without_thanks_is_refused(language: str, text: str) -> None:
    """IN-13: in each of our languages; in others a person is believed."""
    assert not thanks(text, language=language)
    assert thanks(text, language="fi")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_judged(text: str, narrative: str) -> None:
    """IN-13: whatever is written, an answer and no error; what says the reference is always about the matter."""
    matter = replace(BARE, narrative=narrative)
    flaws(text, matter, language="en", pointer="/text")
    assert names_the_matter(f"{text} {matter.reference} {text}", matter)
    assert all(len(stem) >= 3 for stem in stems(text))
