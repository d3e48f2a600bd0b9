"""The customer's own page as it is shown: each part that there is, in their language (IN-24)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from services.intake.api.progress_forms import NONE_OF_THEM, WORDS
from services.intake.api.web import WEB
from services.intake.domain.lifecycle import OPEN, TRANSITIONS, Status, Step
from services.intake.domain.offer import Offer, Option
from services.intake.domain.recap import RecapStatus
from services.intake.gateways import Gateways
from services.intake.pages.handler import care_contact, named, ways
from services.intake.queries.progress import Progress
from services.intake.settings import IntakeSettings
from shared.http.call import Call
from shared.kernel.ids import new_id
from shared.pages.catalogue import Catalogue
from shared.pages.forms import Filled

_LABELS = ("right", "correction", "option", "option_said", "solved", "solved_said", "addition")


async def show(
    found: Progress,
    call: Call,
    words: Catalogue,
    *,
    filled: Filled | None = None,
    done: str | None = None,
    status: int = 200,
) -> Response:
    """The page; with a form that was sent, its values and what is wrong with them."""
    mine = found.goes_on_as is None
    return WEB.page(
        "progress.html",
        call.request,
        words,
        status=status,
        choose=filled is None,
        submission=str(new_id()),
        form={} if filled is None else filled.values,
        errors={} if filled is None else filled.errors,
        labels={name: words.say(f"progress.{name}") for name in _LABELS},
        max_words=WORDS,
        done=done,
        handler=await _handler(found, call, words) if mine else None,
        **_parts(found, words),
    )


async def _handler(found: Progress, call: Call, words: Catalogue) -> dict[str, Any]:
    settings: IntakeSettings = call.context.settings
    gateways: Gateways = call.context.gateways
    known = await gateways.routing.handler(found.owner_id, care_contact=care_contact(settings))
    handler = named(known, language=words.language, settings=settings)
    return {"name": handler.name, "ways": ways(handler.contact)}


def _parts(found: Progress, words: Catalogue) -> dict[str, Any]:
    zone = found.time_zone
    proposed = found.recap is not None and found.recap["status"] == RecapStatus.PROPOSED.value
    confirmed = found.recap is not None and found.recap["status"] == RecapStatus.CONFIRMED.value
    return {
        "reference": found.reference,
        "standing": words.say(f"progress.{found.status.value}", reference=found.goes_on_as),
        "asks": {
            "recap": proposed and found.status in OPEN,
            "choice": found.offer is not None,
            "word": found.resolution is not None,
        },
        "recap": found.recap,
        "confirmed_on": words.day(found.recap["settled_at"], time_zone=zone) if confirmed and found.recap else None,
        "offer": _offer(found.offer, words) if found.offer else None,
        "choices": _choices(found.offer, words) if found.offer else [],
        "chosen": _chosen(found.answered, words, zone) if found.answered else None,
        "resolution": found.resolution,
        "word_choices": _word_choices(found.status, words),
        "narrative": found.narrative,
        "told_on": words.day(found.received_at, time_zone=zone),
        "additions": [
            {"text": one["text"], "day": words.day(one["added_at"], time_zone=zone)} for one in found.additions
        ],
    }


def _offer(offer: Offer, words: Catalogue) -> dict[str, Any]:
    """What is offered; where a refusal comes from in our policies is none of the customer's reading."""
    return {
        "id": offer.id,
        "explanation": offer.why_not,
        "options": [_option(one, words, label=_numbered(one, words)) for one in offer.options],
    }


def _chosen(offer: Offer, words: Catalogue, zone: str | None) -> dict[str, Any] | None:
    """What they chose, as it was put to them, and what they said with it."""
    if offer.choice is None:
        return None
    taken = [one for one in offer.options if one.number == offer.choice.option]
    return {
        "options": [_option(one, words, label=words.say(f"remedy.{one.kind.value}")) for one in taken],
        "said": offer.choice.said,
        "day": words.day(offer.choice.chosen_at, time_zone=zone),
    }


def _option(option: Option, words: Catalogue, *, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "detail": option.detail,
        "limits": option.limits,
        "how_long": words.duration(option.how_long),
    }


def _numbered(option: Option, words: Catalogue) -> str:
    return words.say("progress.numbered", number=option.number, what=words.say(f"remedy.{option.kind.value}"))


def _choices(offer: Offer, words: Catalogue) -> list[tuple[str, str]]:
    named = [(str(one.number), _numbered(one, words)) for one in offer.options]
    return [*named, (NONE_OF_THEM, words.say("progress.option_none"))]


def _word_choices(status: Status, words: Catalogue) -> list[tuple[str, str]]:
    """Only answers that change something: what is closed as solved can still be said not to be."""
    choices = {"yes": Step.CLOSE, "no": Step.REOPEN}
    return [
        (value, words.say(f"progress.solved_{value}"))
        for value, step in choices.items()
        if (status, step) in TRANSITIONS
    ]
