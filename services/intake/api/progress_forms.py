"""The forms of the customer's own page: what each asks, and the command that it becomes (IN-24)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.intake.commands.add_to_story import AddToStory, add_to_story
from services.intake.commands.choose_option import ChooseOption, choose_option
from services.intake.commands.confirm_recap import ConfirmRecap, confirm_recap
from services.intake.commands.hear_customer import HearCustomer, hear_customer
from services.intake.domain.offer import ChosenBy, GivenChoice
from services.intake.domain.page import HOLDER
from services.intake.domain.recap import ConfirmedBy
from services.intake.domain.vocabulary import Channel
from services.intake.domain.word import CUSTOMER, CustomersWord
from services.intake.queries.progress import Progress
from shared.messaging.transaction import Transaction
from shared.pages.forms import YES_NO, Filled

WORDS = 5000
"""Characters of each text that the page takes."""
NONE_OF_THEM = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the customer wants done, and the name of the thanks that follow."""

    command: Callable[[Transaction], Awaitable[Any]]
    done: str


Do = Callable[[Progress, Filled, datetime], Wanted | None]
"""Reads a form; None where something is wrong with it, which is then noted in the form."""


def _recap(found: Progress, filled: Filled, now: datetime) -> Wanted | None:
    right = filled.choice("right", YES_NO, required=True)
    correction = filled.text("correction", max=WORDS)
    if right is False and correction is None and "correction" not in filled.errors:
        filled.errors["correction"] = filled.words.say("progress.correction_missing")
    version = _number(filled.values.get("version", ""))
    if filled.errors or right is None or version is None:
        return None
    command = ConfirmRecap(
        complaint_id=found.id,
        version=version,
        confirmed_by=ConfirmedBy.CUSTOMER,
        channel=Channel.SELF_SERVICE,
        correction=None if right else correction,
        actor=HOLDER,
        now=now,
    )
    return Wanted(lambda tx: confirm_recap(command, tx), "recap")


def _choice(found: Progress, filled: Filled, now: datetime) -> Wanted | None:
    numbers = {str(one.number): one.number for one in found.offer.options} if found.offer else {}
    option = filled.choice("option", {**numbers, NONE_OF_THEM: 0}, required=True)
    said = filled.text("option_said", max=WORDS)
    if filled.errors or option is None:
        return None
    command = ChooseOption(
        complaint_id=found.id,
        offer_id=_seen(filled.values.get("offer", "")),
        given=GivenChoice(option=option or None, none_of_them=option == 0, said=said, channel=Channel.SELF_SERVICE),
        by=ChosenBy.CUSTOMER,
        actor=HOLDER,
        now=now,
    )
    return Wanted(lambda tx: choose_option(command, tx), "choice")


def _number(sent: str) -> int | None:
    """A number that the page put into its form; None for anything else."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 7 else None


def _seen(sent: str) -> UUID:
    """The offer that the customer saw; what is no id is no offer of ours."""
    try:
        return UUID(sent)
    except ValueError:
        return UUID(int=0)


def _word(found: Progress, filled: Filled, now: datetime) -> Wanted | None:
    solved = filled.choice("solved", YES_NO, required=True)
    said = filled.text("solved_said", max=WORDS)
    number = _number(filled.values.get("resolution", ""))
    if filled.errors or solved is None or number is None:
        return None
    command = HearCustomer(
        complaint_id=found.id,
        resolution_number=number,
        word=CustomersWord(solved=solved, said=said, channel=Channel.SELF_SERVICE, by=CUSTOMER),
        expected_version=None,
        actor=HOLDER,
        now=now,
    )
    return Wanted(lambda tx: hear_customer(command, tx), "word_yes" if solved else "word_no")


def _story(found: Progress, filled: Filled, now: datetime) -> Wanted | None:
    text = filled.text("addition", max=WORDS, required=True)
    if filled.errors or text is None:
        return None
    command = AddToStory(complaint_id=found.id, text=text, channel=Channel.SELF_SERVICE, actor=HOLDER, now=now)
    return Wanted(lambda tx: add_to_story(command, tx), "story")


FORMS: Mapping[str, Do] = {"recap": _recap, "choice": _choice, "word": _word, "story": _story}
"""Each form by the value of its hidden field `do`."""
