"""A handoff summary as text that somebody can read aloud, in their own language (RO-3).

What the customer said stays in the customer's words, byte for byte, on lines of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from babel.dates import format_datetime

from services.routing.domain.ledger_line import Line
from services.routing.domain.staff import Staff, primary
from services.routing.domain.summary import Summary
from services.routing.pages.words import catalogues
from shared.pages.catalogue import FALLBACK, Catalogue

NOT_SAID = "–"


@dataclass(frozen=True, slots=True)
class SummaryText:
    """The text, its language (BCP 47) and the direction in which it is written: ltr or rtl."""

    text: str
    language: str
    direction: str


def language_for(reader: Staff, *, case_language: str) -> str:
    """In which language somebody reads: the customer's where they speak it, else English, else what they speak."""
    there = catalogues().all()
    spoken = sorted({primary(tag) for tag in reader.languages} & there.keys())
    for wanted in (primary(case_language), FALLBACK):
        if wanted in spoken:
            return wanted
    return spoken[0] if spoken else FALLBACK


def summary_text(summary: Summary, *languages: str) -> SummaryText:
    """The summary in the first of these languages that we have, else in English."""
    words = catalogues().choose(*languages)
    paragraphs = _Paragraphs(words, summary)
    return SummaryText("\n\n".join(paragraphs.all()), words.language, words.direction)


def text_as_kept(text: str, language: str) -> SummaryText:
    """A text that was made before, with the direction of its language."""
    return SummaryText(text, language, catalogues().choose(language).direction)


def readable_languages(*wanted: str) -> tuple[str, ...]:
    """Those of these languages (BCP 47) that there are catalogues for, in the same order."""
    return tuple(tag for tag in wanted if primary(tag) in catalogues().all())


def spoken_line(line: Line, words: Catalogue) -> str:
    """A ledger's line as a sentence. A code that no catalogue has yet is shown with its values: nothing is left out."""
    values = {name: _readable(name, value, words) for name, value in line.values.items()}
    try:
        return words.say(f"line.{line.code}", **values)
    except KeyError:
        told = ", ".join(f"{name}: {value}" for name, value in values.items())
        return ": ".join(part for part in (line.code.replace("_", " "), told) if part)


class _Paragraphs:
    def __init__(self, words: Catalogue, summary: Summary) -> None:
        self._words = words
        self._summary = summary

    def all(self) -> Iterator[str]:
        """The paragraphs, always the same ones in the same order."""
        say, summary = self._words.say, self._summary
        reason = self._coded("reason", summary.reason)
        yield say("summary.head", reference=summary.reference, reason=reason)
        yield f"{say('summary.story')}\n{summary.story}"
        if summary.additions:
            yield self._listed("additions", summary.additions)
        yield self._recap()
        yield say("summary.wish", wish=self._wish())
        feeling = self._coded("feeling", summary.feeling) if summary.feeling else say("summary.not_recorded")
        yield say("summary.feeling", feeling=feeling)
        yield self._listed("about", tuple(self._about()))
        yield self._listed("facts", summary.facts)
        for name in ("promises", "spends", "callbacks", "conduct", "notes"):
            lines: tuple[Line, ...] = getattr(summary, name)
            if lines or name == "promises":
                yield self._listed(name, tuple(spoken_line(line, self._words) for line in lines))
        yield self._listed("refusals", summary.refusals)
        yield self._listed("tried", tuple(self._tried()))
        yield self._listed("do_not_ask", tuple(self._coded("known", known) for known in summary.do_not_ask_again))
        if spent := tuple(self._spent()):
            yield self._listed("spent", spent)
        yield self._told()
        if summary.note:
            yield f"{say('summary.note')}\n{summary.note}"

    def _recap(self) -> str:
        summary, say = self._summary, self._words.say
        if summary.recap is None:
            return say("summary.no_recap")
        key = "summary.recap_confirmed" if summary.recap_confirmed else "summary.recap_open"
        return f"{say(key)}\n{summary.recap}"

    def _wish(self) -> str:
        summary = self._summary
        if summary.wish_kind is None:
            return self._words.say("summary.no_wish")
        kind = self._coded("wish", summary.wish_kind)
        return f"{kind}: {summary.wish_detail}" if summary.wish_detail else kind

    def _about(self) -> Iterator[str]:
        for name in ("product", "department", "language"):
            if value := getattr(self._summary, name):
                yield self._words.say(f"summary.{name}", value=value)

    def _tried(self) -> Iterator[str]:
        summary, say = self._summary, self._words.say
        if summary.contacts_so_far:
            yield say("summary.contacts", count=summary.contacts_so_far)
        if summary.reopened_times:
            yield say("summary.reopened", count=summary.reopened_times)
        for attempt in summary.tried:
            met = {True: "summary.met", False: "summary.unmet", None: None}[attempt.wish_met]
            yield attempt.what if met is None else f"{attempt.what} ({say(met)})"

    def _spent(self) -> Iterator[str]:
        if self._summary.minutes is not None:
            yield self._words.say("summary.minutes", count=self._summary.minutes)
        if self._summary.tellings is not None:
            yield self._words.say("summary.tellings", count=self._summary.tellings)

    def _told(self) -> str:
        summary, say = self._summary, self._words.say
        if summary.told:
            return f"{say('summary.told_in_words')}\n{summary.told}"
        return say(f"told_by_system.{summary.reason}") if summary.by_system else say("summary.told")

    def _listed(self, title: str, items: Sequence[str]) -> str:
        heading = self._words.say(f"summary.{title}")
        if not items:
            return f"{heading} {self._words.say('summary.nothing')}"
        return "\n".join((heading, *(f"- {item}" for item in items)))

    def _coded(self, group: str, code: str) -> str:
        """A code of intake's in words; one that we don't know yet as it is."""
        return self._words.words.get(f"{group}.{code}", code.replace("_", " "))


def _readable(name: str, value: str, words: Catalogue) -> str:
    """A code in words, a moment (RFC 3339) as this language writes it, in UTC; anything else as it is."""
    if not value:
        return NOT_SAID
    if (word := words.words.get(f"value.{name}.{value}")) is not None:
        return word
    if "T" not in value:
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{format_datetime(moment, format='medium', tzinfo=UTC, locale=words.language)} UTC"
