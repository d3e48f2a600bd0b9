"""What callers send to followup and what they get."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt, model_validator

from services.followup.domain import comment as comments
from services.followup.domain.answer import WORDS, Answer
from services.followup.domain.comment import Comment, CommentStatus, Source
from services.followup.domain.survey import Missed, Survey, SurveyStatus
from shared.http.schemas import In, LanguageTag, Out, Text

Rating = Annotated[StrictInt, Field(ge=1, le=5)]
Recommendation = Annotated[StrictInt, Field(ge=0, le=10)]
Words = Annotated[str, Text(WORDS)]


class AnswerIn(In):
    """A customer's answer to a survey; only the first question needs one (FO-2, FO-3)."""

    solved: StrictBool
    satisfaction: Rating | None = None
    effort: Rating | None = None
    recommendation: Recommendation | None = None
    repeated_themselves: StrictBool | None = None
    comment: Words | None = None
    suggestion: Words | None = None

    def answer(self) -> Answer:
        """The answer for the domain."""
        return Answer(**self.model_dump())


class AnswerOut(Out):
    """What the customer answered."""

    solved: bool
    satisfaction: int | None
    effort: int | None
    recommendation: int | None
    repeated_themselves: bool | None
    comment: str | None
    suggestion: str | None


class AnsweredOut(Out):
    """That an answer counts."""

    survey_id: UUID
    status: SurveyStatus
    solved: bool


class SurveyOut(Out):
    """A survey; `link` is there once it went out, for those who may answer in the customer's name."""

    id: UUID
    complaint_id: UUID
    resolution_number: int
    status: SurveyStatus
    why_missed: Missed | None
    resolved_at: datetime
    scheduled_for: datetime
    sent_at: datetime | None
    link: str | None
    version: int

    @classmethod
    def of(cls, survey: Survey, *, link: str | None) -> SurveyOut:
        """A survey with its link."""
        shared = {name: getattr(survey, name) for name in SurveyOut.model_fields if name != "link"}
        return SurveyOut(**shared, link=link)


class SurveyDetailOut(SurveyOut):
    """A survey with its answer."""

    answer: AnswerOut | None


class AuthorIn(In):
    """Who left a comment, where they are not a customer that intake knows."""

    name: Annotated[str, Text(200)] | None = None
    contact: Annotated[str, Text(254)] | None = None


class CommentIn(In):
    """A comment about staff (FO-5): from a known customer, from somebody who gives a name, or from nobody."""

    text: Annotated[str, Text(comments.WORDS)]
    rating: Rating
    language: LanguageTag = "en"
    staff_ids: Annotated[list[UUID], Field(min_length=1, max_length=comments.STAFF)]
    voluntary: StrictBool = True
    customer_id: UUID | None = None
    author: AuthorIn | None = None
    source: Source = Source.API

    @model_validator(mode="after")
    def _one_author(self) -> CommentIn:
        if self.customer_id is not None and self.author is not None:
            raise ValueError("name a customer_id or an author, not both")
        return self


class AuthorOut(Out):
    """Who left a comment, as they gave it; not for every reader."""

    name: str | None
    contact: str | None


class CommentOut(Out):
    """A comment."""

    id: UUID
    text: str
    rating: int
    language: str
    staff_ids: tuple[UUID, ...]
    voluntary: bool
    source: Source
    customer_id: UUID | None
    author: AuthorOut | None
    desk: str | None
    status: CommentStatus
    held: bool = Field(description="by a contact who was sanctioned for hurting these people: it weighs nothing")
    received_at: datetime
    withdrawn_at: datetime | None
    version: int

    @classmethod
    def of(cls, comment: Comment) -> CommentOut:
        """A comment with its author, where one was named."""
        return cls.model_validate(comment_answer(comment))


def comment_answer(comment: Comment, *, with_author: bool = True) -> dict[str, Any]:
    """A comment as CommentOut shows it, without a model in between: the hot door's answer.

    Its author is left out where `with_author` is false.
    """
    author = None
    if with_author and (comment.author_name is not None or comment.author_contact is not None):
        author = {"name": comment.author_name, "contact": comment.author_contact}
    return {
        "id": comment.id,
        "text": comment.text,
        "rating": comment.rating,
        "language": comment.language,
        "staff_ids": comment.staff_ids,
        "voluntary": comment.voluntary,
        "source": comment.source.value,
        "customer_id": comment.customer_id,
        "author": author,
        "desk": comment.desk,
        "status": comment.status.value,
        "held": comment.held,
        "received_at": comment.received_at,
        "withdrawn_at": comment.withdrawn_at,
        "version": comment.version,
    }
