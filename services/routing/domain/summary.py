"""The summary that a handoff can't be without: built by the system, so that no customer repeats it all (RO-3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.routing.domain.brief import Brief
from services.routing.domain.ladder import Reason

NOTHING = "nothing on record"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Why the case changes hands, and what it has cost the customer so far (RO-5)."""

    reason: Reason
    told: str | None
    """How the customer was told why, in the sender's words where they gave some."""
    note: str | None = None
    minutes: int | None = None
    tellings: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The structure; `text` is the same for reading. The story is verbatim, never shortened."""

    reference: str
    story: str
    additions: tuple[str, ...]
    recap: str | None
    recap_confirmed: bool
    wish: str | None
    feeling: str | None
    facts: tuple[str, ...]
    promises: tuple[str, ...]
    refusals: tuple[str, ...]
    tried: tuple[str, ...]
    do_not_ask_again: tuple[str, ...]
    reason: str
    told: str | None
    note: str | None
    minutes: int | None
    tellings: int | None
    text: str


def summarise(brief: Brief, circumstances: Circumstances) -> Summary:
    """Build the summary from what is on record; parts without a record say so instead of going missing (RO-3)."""
    wish = None
    if brief.wish is not None:
        wish = f"{brief.wish.kind}: {brief.wish.detail}" if brief.wish.detail else brief.wish.kind
    facts = (*_known(brief), *brief.facts)
    tried = (*_tried(brief), *brief.tried)
    asked = do_not_ask_again(brief)
    return Summary(
        reference=brief.reference,
        story=brief.narrative,
        additions=brief.additions,
        recap=brief.recap.text if brief.recap else None,
        recap_confirmed=brief.recap is not None and brief.recap.confirmed,
        wish=wish,
        feeling=brief.feeling,
        facts=facts,
        promises=brief.promises,
        refusals=brief.refusals,
        tried=tried,
        do_not_ask_again=asked,
        reason=circumstances.reason.value,
        told=circumstances.told,
        note=circumstances.note,
        minutes=circumstances.minutes,
        tellings=circumstances.tellings,
        text="\n\n".join(_paragraphs(brief, circumstances, wish, facts, tried, asked)),
    )


def do_not_ask_again(brief: Brief) -> tuple[str, ...]:
    """What the customer has told already, so that they are not asked a second time."""
    told = [
        (True, "what happened"),
        (brief.product is not None, "which product it is about"),
        (brief.wish is not None, "what they want"),
        (brief.feeling is not None, "how they feel about it"),
        (brief.language is not None, "which language they speak"),
        (brief.recap is not None and brief.recap.confirmed, "whether we understood them"),
    ]
    return tuple(question for known, question in told if known)


def _known(brief: Brief) -> Iterator[str]:
    for label, value in (("product", brief.product), ("department", brief.department), ("language", brief.language)):
        if value is not None:
            yield f"{label}: {value}"


def _tried(brief: Brief) -> Iterator[str]:
    if brief.contacts_so_far:
        yield f"contacts with the customer so far: {brief.contacts_so_far}"
    if brief.reopened_times:
        yield f"reopened by the customer: {brief.reopened_times}"


def _paragraphs(
    brief: Brief,
    circumstances: Circumstances,
    wish: str | None,
    facts: tuple[str, ...],
    tried: tuple[str, ...],
    asked: tuple[str, ...],
) -> Iterator[str]:
    yield f"{brief.reference}, handed over because of: {circumstances.reason.value.replace('_', ' ')}"
    yield f"In the customer's words:\n{brief.narrative}"
    if brief.additions:
        yield _listed("Added later", brief.additions)
    if brief.recap is None:
        yield "What we understood: not yet recapped with the customer"
    else:
        state = "confirmed by the customer" if brief.recap.confirmed else "not yet confirmed by the customer"
        yield f"What we understood ({state}):\n{brief.recap.text}"
    yield f"What they want: {wish or 'not yet asked: ask it first'}"
    yield f"How they feel: {brief.feeling or 'not recorded'}"
    yield _listed("Facts", facts)
    yield _listed("Promised", brief.promises)
    yield _listed("Refused", brief.refusals)
    yield _listed("Tried so far", tried)
    yield _listed("Do not ask again", asked)
    if circumstances.minutes is not None or circumstances.tellings is not None:
        spent = [
            f"{circumstances.minutes} minutes" if circumstances.minutes is not None else None,
            f"told {circumstances.tellings} times" if circumstances.tellings is not None else None,
        ]
        yield "Spent by the customer: " + ", ".join(part for part in spent if part)
    yield f"The customer was told why: {circumstances.told or 'yes'}"
    if circumstances.note:
        yield f"Note of the sender: {circumstances.note}"


def _listed(title: str, items: tuple[str, ...]) -> str:
    return f"{title}: {NOTHING}" if not items else "\n".join((f"{title}:", *(f"- {item}" for item in items)))
