"""Publish what a family taught: all teams hear of it, and its customers are told what they changed (IN-21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.intake import events
from services.intake.domain import lesson as rules
from services.intake.domain.actor import Actor
from services.intake.domain.family import FamilyStatus, touched
from services.intake.domain.lesson import Lesson, LessonPublishedAlready
from services.intake.domain.telling import TELL_CUSTOMERS
from services.intake.storage import corrective_actions, families, family_members, lessons, tellings
from shared.kernel.ids import new_id
from shared.messaging.schedule import Timer
from shared.messaging.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishLesson:
    """`what_changed` is in `language`; `translations` say the same in others."""

    family_id: UUID
    text: str | None
    what_changed: str | None
    language: str
    translations: Mapping[str, str]
    actor: Actor
    now: datetime


async def publish_lesson(command: PublishLesson, tx: Transaction) -> tuple[Lesson, int]:
    """The lesson, and how many customers will be told.

    Raises FamilyNotFound, LessonPublishedAlready, or LessonIncomplete with all that is missing.
    """
    family = await families.load(command.family_id, tx, actor=command.actor)
    if family.status is FamilyStatus.LEARNED:
        raise LessonPublishedAlready
    actions = await corrective_actions.of_family(family.id, tx)
    members = await family_members.count(family.id, tx)
    rules.check(
        family,
        text=command.text,
        what_changed=command.what_changed,
        action_done=any(action.done_at for action in actions),
        action_open=any(action.done_at is None for action in actions),
        members=members,
    )
    lesson = Lesson(
        id=new_id(),
        family_id=family.id,
        text=command.text or "",
        language=command.language,
        what_changed={**command.translations, command.language: command.what_changed or ""},
        complaints=members,
        published_at=command.now,
        published_by=command.actor.subject,
    )
    await lessons.add(lesson, tx)
    await families.save(touched(family, status=FamilyStatus.LEARNED), tx)
    told = await tellings.plan(lesson, tx)
    if told:
        await tx.schedule(Timer(TELL_CUSTOMERS, lesson.id, command.now))
    tx.publish(
        events.lesson_published(
            lesson.id,
            family_id=family.id,
            complaints=members,
            department=family.department,
            product=family.product,
            root_cause=family.root_cause,
            now=command.now,
        )
    )
    return lesson, told
