"""The words of pages and mails: one TOML file per language; a further language is one file more."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "catalogues"
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language."""

    language: str
    name: str
    """What the language calls itself."""
    direction: str
    """`ltr` or `rtl`."""
    words: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """A text with its placeholders filled. Raises KeyError for an unknown key or an unfilled placeholder."""
        return self.words[key].format_map(values)


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """All languages there are, by code."""
    found: dict[str, Catalogue] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        language = raw.pop("language")
        found[path.stem] = Catalogue(
            language=path.stem, name=language["name"], direction=language["direction"], words=_flat(raw)
        )
    return found


def catalogue_for(*wanted: str | None) -> Catalogue:
    """The first language that we have, by BCP 47 prefix (`ar-EG` finds `ar`), else English (RFC 4647 lookup)."""
    have = catalogues()
    for tag in wanted:
        parts = tag.replace("_", "-").split("-") if tag else []
        while parts:
            if (found := have.get("-".join(parts).lower())) is not None:
                return found
            parts.pop()
    return have[FALLBACK]


def accepted(header: str | None) -> list[str]:
    """The languages in an Accept-Language header, best first; what is malformed counts for nothing."""
    weighed: list[tuple[float, str]] = []
    for part in (header or "")[:500].split(","):
        tag, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if tag and quality > 0:
            weighed.append((quality, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda pair: -pair[0])]


def _flat(raw: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    words: dict[str, str] = {}
    for key, value in raw.items():
        if isinstance(value, Mapping):
            words.update(_flat(value, f"{prefix}{key}."))
        else:
            words[prefix + key] = str(value)
    return words


def languages() -> Iterable[Catalogue]:
    """All catalogues, for a choice of language."""
    return catalogues().values()
