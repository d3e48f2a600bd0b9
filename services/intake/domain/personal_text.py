"""Whether a text speaks to this customer about this matter, in any of our languages, or is canned (IN-13)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from services.intake.domain.reference import as_reference
from shared.kernel.errors import FieldError, Invalid

_PLACES = re.compile(
    r"\{\{?[^{}\n]{0,60}\}?\}"  # {name}, {{ name }}, ${name}
    r"|\[[^\W\d_][^\[\]\n]{0,50}\]"  # [NAME]
    r"|<<[^<>\n]{0,60}>>|«\s*[A-Z_]{3,40}\s*»|<[A-Z][A-Z_ ]{1,40}>"  # <<name>>, <NAME>
    r"|%\(\w{1,40}\)[sd]|%[sd]\b|%[A-Z_]{2,40}%"  # %(name)s, %s, %NAME%
    r"|\$[A-Za-z_]{2,40}\b|_{3,}|(?<!\w)[XΧ]{3,}(?!\w)|(?<!\w)x{3,}(?!\w)"  # $name, ____, XXX
    r"|\b(?:TODO|TBD|FIXME|lorem ipsum)\b"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
_ARABIC_PREFIXES = re.compile("^(?:[وفبكل]?ال|لل|[وفبل](?=.{4}))")
_THANKS: dict[str, tuple[str, ...]] = {
    "en": ("thank", "grateful", "apprecia"),
    "lt": ("aciu", "dekoj", "dekui", "dekin", "padek"),
    "el": ("ευχαριστ", "ευγνωμ"),
    "ar": ("شكر", "نشكر", "اشكر", "ممتن", "امتنان"),
}
# What every complaint has: a text that says only this could be about anybody's.
_COMMON = frozenset(
    [
        "complaint",
        "complain",
        "order",
        "product",
        "item",
        "thing",
        "service",
        "problem",
        "issue",
        "matter",
        "request",
        "message",
        "case",
        "please",
        "about",
        "with",
        "this",
        "that",
        "have",
        "your",
        "from",
        "what",
        "when",
        "they",
        "them",
        "been",
        "were",
        "will",
        "would",
        "could",
        "should",
        "there",
        "their",
        "very",
        "just",
        "only",
        "after",
        "again",
        "because",
        "customer",
        "company",
        "today",
        "yesterday",
        "skundas",
        "skunda",
        "uzsakymas",
        "uzsakyma",
        "preke",
        "preki",
        "prekes",
        "produktas",
        "paslauga",
        "problema",
        "klausimas",
        "zinute",
        "prasau",
        "apie",
        "kad",
        "kuris",
        "buvo",
        "jusu",
        "musu",
        "labai",
        "tik",
        "vel",
        "nes",
        "klientas",
        "siandien",
        "vakar",
        "παραπονο",
        "παραγγελια",
        "προιον",
        "υπηρεσια",
        "προβλημα",
        "θεμα",
        "μηνυμα",
        "παρακαλω",
        "για",
        "που",
        "οταν",
        "ηταν",
        "πολυ",
        "μονο",
        "παλι",
        "επειδη",
        "πελατης",
        "σημερα",
        "χθες",
        "αυτο",
        "εχω",
        "εχετε",
        "σας",
        "μας",
        "شكوي",
        "شكواك",
        "طلب",
        "منتج",
        "خدمه",
        "مشكله",
        "موضوع",
        "رساله",
        "من",
        "فضلك",
        "عن",
        "الذي",
        "التي",
        "عندما",
        "كان",
        "كانت",
        "جدا",
        "فقط",
        "لان",
        "عميل",
        "اليوم",
        "امس",
        "هذا",
        "هذه",
    ]
)
_SHORTEST = 3
_STEM = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is this customer's own about a complaint."""

    reference: str
    name: str | None
    product: str | None
    order_reference: str | None
    occasion: str | None
    wish: str | None
    """The wish in words: what it is called in the customer's language, and its detail."""
    narrative: str


class NotPersonal(Invalid):
    slug = "acknowledgement-not-personal"
    title = "An acknowledgement thanks this customer and names their own matter, with nothing left to fill in"


def flaws(text: str, matter: Matter, *, language: str, pointer: str) -> tuple[FieldError, ...]:
    """Everything that makes it canned, each as an error at the JSON pointer of the text."""
    found = [f"{place} is a place that nobody filled in" for place in placeholders(text)]
    if not names_the_matter(text, matter):
        found.append(
            "Name what this customer's complaint is about: its reference or order, the product, the occasion, the "
            "wish, or the customer and what happened to them"
        )
    if not thanks(text, language=language):
        found.append("Thank the customer for telling us")
    return tuple(FieldError(pointer, one) for one in found)


def placeholders(text: str) -> list[str]:
    """The places that a template left open, each once."""
    return list(dict.fromkeys(found[0] for found in _PLACES.finditer(text)))[:20]


def names_the_matter(text: str, matter: Matter) -> bool:
    """Whether anything in it could be said to no other customer."""
    written = stems(text)
    if any(as_reference(found) == matter.reference for found in re.findall(r"RD[- ]?\w{4}[- ]?\w{4}", text.upper())):
        return True
    if matter.order_reference and folded(matter.order_reference) in folded(text):
        return True
    if any(_meet(written, stems(own)) for own in (matter.product, matter.occasion, matter.wish) if own):
        return True
    return bool(matter.name and _meet(written, stems(matter.name)) and _meet(written, stems(matter.narrative)))


def thanks(text: str, *, language: str) -> bool:
    """Whether it thanks; in a language whose word for it is not known here, a person is believed."""
    words = _THANKS.get(language.partition("-")[0].lower())
    return words is None or any(word.startswith(words) for word in folded(text).split())


def folded(text: str) -> str:
    """Without case, accents and punctuation: `Virdulį` and VIRDULI, شكرًا and شكرا are the same."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(mark for mark in unicodedata.normalize("NFD", plain) if not unicodedata.combining(mark))
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", bare).translate(_ARABIC)))


def stems(text: str) -> frozenset[str]:
    """The significant words of a text, each without what its last two letters may inflect."""
    return frozenset(_stems(text))


def _stems(text: str) -> Iterator[str]:
    for word in folded(text[:50_000]).split():
        stem = _ARABIC_PREFIXES.sub("", word)
        if len(stem) >= _SHORTEST and word not in _COMMON and stem not in _COMMON:
            yield stem[: max(_STEM, len(stem) - 2)]


def _meet(these: frozenset[str], those: frozenset[str]) -> bool:
    """Whether a stem of one side begins with, or is, a stem of the other: `virdul` and `virdu`."""
    return bool(these & those or _beginnings(these) & those or these & _beginnings(those))


def _beginnings(of: frozenset[str]) -> frozenset[str]:
    return frozenset(stem[:length] for stem in of for length in range(_STEM, len(stem)))
