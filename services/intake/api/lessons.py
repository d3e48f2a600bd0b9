"""Lessons of families, and who is told of them (IN-21)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.api.actors import actor_of
from services.intake.api.cursors import after_id
from services.intake.api.family_bodies import LessonIn, LessonOut, SettledOut, TellingOut, ToldIn
from services.intake.api.finding_bodies import FindingOut
from services.intake.commands.publish_lesson import PublishLesson, publish_lesson
from services.intake.commands.settle_telling import SettleTelling, settle_telling
from services.intake.domain.lesson import Lesson
from services.intake.domain.telling import TellingStatus
from services.intake.domain.wording.finding import Finding, insist
from services.intake.gateways.rulebook import findings_in
from services.intake.queries.telling_list import telling_list
from shared.http.call import Call, may
from shared.http.pages import Listed, PageQuery, page
from shared.http.problems import problems
from shared.messaging.transaction import Transaction

router = APIRouter(tags=["families"])


@router.post(
    "/v1/families/{family_id}/lesson",
    name="publish_lesson",
    status_code=201,
    response_model=LessonOut,
    responses=problems(404, 409, 422),
    summary="Say what was learned and changed; the customers are told what their complaints changed",
)
async def publish_it(family_id: UUID, body: LessonIn, call: Annotated[Call, may("lessons:write")]) -> Response:
    command = PublishLesson(
        family_id=family_id,
        text=body.text,
        what_changed=body.what_changed,
        language=body.language,
        translations=body.translations,
        actor=actor_of(call.principal),
        now=call.now,
    )

    async def publish(tx: Transaction) -> tuple[Lesson, int, tuple[Finding, ...]]:
        # All that is missing is named first; words that must not go out then undo it.
        return (*await publish_lesson(command, tx), _minded(body))

    return await call.once(
        publish,
        show=lambda done: _published(*done),
        status=201,
        location=lambda _: f"/v1/families/{family_id}",
    )


@router.get(
    "/v1/families/{family_id}/tellings",
    name="list_tellings",
    response_model=Listed[TellingOut],
    responses=problems(404, 422),
    summary="Which customers have been told what they changed, and whom a person has to tell",
)
async def list_tellings(
    family_id: UUID,
    call: Annotated[Call, may("complaints:read")],
    part: PageQuery,
    status: TellingStatus | None = None,
) -> Response:
    after = after_id(part)
    return await call.read(
        lambda tx: telling_list(
            family_id, tx, actor=actor_of(call.principal), status=status, limit=part.limit + 1, after=after
        ),
        show=lambda rows: page(rows, limit=part.limit, key=lambda row: (row["id"],)),
    )


@router.post(
    "/v1/families/{family_id}/tellings/{telling_id}/completion",
    name="settle_telling",
    response_model=SettledOut,
    responses=problems(404, 409, 422),
    summary="You told the customer yourself",
)
async def settle(
    family_id: UUID, telling_id: UUID, body: ToldIn, call: Annotated[Call, may("lessons:write")]
) -> Response:
    command = SettleTelling(
        family_id=family_id,
        telling_id=telling_id,
        channel=body.channel,
        actor=actor_of(call.principal),
        now=call.now,
    )
    return await call.once(lambda tx: settle_telling(command, tx), show=SettledOut.model_validate)


def _minded(body: LessonIn) -> tuple[Finding, ...]:
    """What customers will read, in each of its languages. Raises WordingRefused."""
    texts = {"/what_changed": (body.language, body.what_changed or "")}
    texts |= {f"/translations/{tag}": (tag, words) for tag, words in body.translations.items()}
    warnings: list[Finding] = []
    for pointer, (language, words) in texts.items():
        warnings += insist(findings_in(words, language=language), pointer=pointer)
    return tuple(warnings)


def _published(lesson: Lesson, customers: int, warnings: Sequence[Finding]) -> LessonOut:
    return LessonOut(
        id=lesson.id,
        family_id=lesson.family_id,
        text=lesson.text,
        language=lesson.language,
        what_changed=dict(lesson.what_changed),
        complaints=lesson.complaints,
        published_at=lesson.published_at,
        published_by=lesson.published_by,
        customers_to_tell=customers,
        wording=[FindingOut.model_validate(one) for one in warnings],
    )
