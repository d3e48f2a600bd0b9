"""The words of pages and mails: a TOML file per language and folder; a further language is one file more in each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta

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

    def day(self, moment: datetime, *, time_zone: str | None = None) -> str:
        """The day as it is written in this language, in the IANA time zone, UTC where none is known."""
        zone = ZoneInfo(time_zone) if time_zone else UTC
        return self.date(moment.astimezone(zone).date())

    def date(self, day: date) -> str:
        """A date as it is written in this language."""
        return str(format_date(day, format="long", locale=self.language))

    def duration(self, length: timedelta) -> str:
        """How long something takes, in the largest fitting unit, as this language says it: 3 days."""
        return str(format_timedelta(length, granularity="hour", threshold=1.1, locale=self.language))


class Catalogues:
    """The languages of several folders together: shared words first, a service's own after.

    A language is there when every folder has its file, because half a language would be pages with empty places.
    Raises ValueError for a key that two files of a language define, for a language without name or direction, and
    where English, which everybody else falls back to, is missing.
    """

    def __init__(self, *folders: Path) -> None:
        stems = [{path.stem for path in folder.glob("*.toml")} for folder in folders]
        languages = sorted(set.intersection(*stems)) if stems else []
        if FALLBACK not in languages:
            raise ValueError(f"no {FALLBACK}.toml in each of {[str(folder) for folder in folders]}")
        self._all = MappingProxyType({language: _read(language, folders) for language in languages})

    def all(self) -> Mapping[str, Catalogue]:
        """All languages there are, by code."""
        return self._all

    def choose(self, *wanted: str | None) -> Catalogue:
        """The first language that we have, by BCP 47 prefix (`ar-EG` finds `ar`), else English (RFC 4647 lookup)."""
        for tag in wanted:
            parts = tag.replace("_", "-").split("-") if tag else []
            while parts:
                if (found := self._all.get("-".join(parts).lower())) is not None:
                    return found
                parts.pop()
        return self._all[FALLBACK]


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


def _read(language: str, folders: tuple[Path, ...]) -> Catalogue:
    words: dict[str, str] = {}
    for folder in folders:
        path = folder / f"{language}.toml"
        more = _flat(tomllib.loads(path.read_text(encoding="utf-8")))
        if twice := sorted(words.keys() & more.keys()):
            raise ValueError(f"{path} defines again: {', '.join(twice)}")
        words |= more
    try:
        name, direction = words.pop("language.name"), words.pop("language.direction")
    except KeyError as error:
        raise ValueError(f"{language}.toml lacks {error}") from error
    return Catalogue(language=language, name=name, direction=direction, words=MappingProxyType(words))


def _flat(raw: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    words: dict[str, str] = {}
    for key, value in raw.items():
        if isinstance(value, Mapping):
            words.update(_flat(value, f"{prefix}{key}."))
        else:
            words[prefix + key] = str(value)
    return words
