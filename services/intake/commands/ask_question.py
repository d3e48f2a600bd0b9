"""Ask what we don't know yet about a complaint, and settle the question (IN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake.domain import question as questions
from services.intake.domain.actor import Actor
from services.intake.domain.complaint import changed
from services.intake.domain.question import Question
from services.intake.storage import complaints
from services.intake.storage import questions as stored
from shared.kernel.ids import new_id
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuestion:
    """This has to be known; `whom` says who could know it."""

    complaint_id: UUID
    text: str
    whom: str | None
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion:
    """This is the answer, by this source."""

    complaint_id: UUID
    question_id: UUID
    text: str
    source: str
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissQuestion:
    """It needs no answer, for this reason."""

    complaint_id: UUID
    question_id: UUID
    reason: str
    actor: Actor
    now: datetime


async def ask_question(command: AskQuestion, tx: Transaction) -> Question:
    """Add it, open. Raises ComplaintNotFound."""
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    question = Question(
        id=new_id(),
        text=command.text,
        whom=command.whom,
        asked_by=command.actor.subject,
        asked_at=command.now,
    )
    await stored.add(complaint.id, question, tx)
    await complaints.save(changed(complaint), tx)
    return question


async def settle_question(command: AnswerQuestion | DismissQuestion, tx: Transaction) -> Question:
    """The question, answered or dismissed. Raises ComplaintNotFound, QuestionNotFound or QuestionSettled."""
    complaint = await complaints.load(command.complaint_id, tx, actor=command.actor)
    question = await stored.load(complaint.id, command.question_id, tx)
    by, now = command.actor.subject, command.now
    match command:
        case AnswerQuestion():
            settled = questions.answer(question, text=command.text, source=command.source, by=by, now=now)
        case DismissQuestion():
            settled = questions.dismiss(question, reason=command.reason, by=by, now=now)
    await stored.settle(settled, tx)
    await complaints.save(changed(complaint), tx)
    return settled
