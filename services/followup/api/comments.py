"""Comments: left through a hot door, read and withdrawn by staff and systems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.followup import events
from services.followup.api.cursors import before
from services.followup.api.schemas import CommentIn, CommentOut, comment_answer
from services.followup.api.who import answers_for_others, sees_author
from services.followup.commands.leave_comments import LeaveComment, add_comments
from services.followup.commands.withdraw_comment import WithdrawComment, withdraw_comment
from services.followup.domain.comment import Comment
from services.followup.domain.errors import OwnPraise
from services.followup.queries.comments import list_comments, show_comment
from shared.db.engine import RawConnection
from shared.http.call import Call, may
from shared.http.hot import Flushed, HotDoor
from shared.http.pages import Listed, PageQuery, page
from shared.http.principal import Principal
from shared.http.problems import problems
from shared.kernel.errors import FieldError
from shared.messaging.context import Context

router = APIRouter(prefix="/v1/comments", tags=["comments"])


def make_comment(body: CommentIn, caller: Principal, now: datetime, context: Context) -> LeaveComment:  # noqa: ARG001
    """The command of a checked body. Raises OwnPraise."""
    if caller.staff_id is not None and caller.staff_id in body.staff_ids:
        raise OwnPraise(fields=(FieldError("/staff_ids", "names yourself"),))
    author = body.author
    return LeaveComment(
        text=body.text,
        rating=body.rating,
        language=body.language,
        staff_ids=body.staff_ids,
        voluntary=body.voluntary,
        source=body.source,
        now=now,
        customer_id=body.customer_id,
        author_name=None if author is None else author.name,
        author_contact=None if author is None else author.contact,
        left_by=caller.subject,
    )


async def flush_comments(commands: Sequence[LeaveComment], connection: RawConnection) -> list[Flushed]:
    """Add comments in one statement, each with its event."""
    made, _ = await add_comments(commands, connection)
    return [
        Flushed(
            answer=comment_answer(comment),
            messages=() if comment.held else (events.comment_received(comment),),
            location=f"/v1/comments/{comment.id}",
            version=comment.version,
        )
        for comment in made
    ]


LEAVE_COMMENT = HotDoor(
    path="/v1/comments",
    name="leave_comment",
    scopes=("comments:write",),
    body=CommentIn,
    answer=CommentOut,
    make=make_comment,
    flush=flush_comments,
    summary="Leave a comment about staff",
    tag="comments",
    problems=(403, 409, 422),
)


@router.get("", response_model=Listed[CommentOut], responses=problems(422))
async def find_comments(
    call: Annotated[Call, may("comments:read")], part: PageQuery, staff_id: UUID | None = None
) -> Response:
    """Comments, newest first; about one person where `staff_id` is given."""
    start = before(part)

    def show(found: list[Comment]) -> dict[str, Any]:
        listed = page(found, limit=part.limit, key=lambda comment: (comment.id,))
        return {**listed, "items": [_shown(comment, call) for comment in listed["items"]]}

    return await call.read(
        lambda tx: list_comments(staff_id=staff_id, before=start, limit=part.limit + 1, tx=tx), show=show
    )


@router.get("/{comment_id}", response_model=CommentOut, responses=problems(404, 422))
async def read_comment(comment_id: UUID, call: Annotated[Call, may("comments:read")]) -> Response:
    """One comment."""
    return await call.read(lambda tx: show_comment(comment_id, tx), show=lambda comment: _shown(comment, call))


@router.post("/{comment_id}/withdrawal", response_model=CommentOut, responses=problems(404, 412, 422))
async def take_comment_back(comment_id: UUID, call: Annotated[Call, may("comments:write")]) -> Response:
    """Whoever left a comment takes it back, or a lead or a system for them; again changes nothing (RE-4)."""
    command = WithdrawComment(
        comment_id=comment_id,
        by=call.principal.subject,
        anyones=answers_for_others(call.principal),
        if_match=call.if_match,
        now=call.now,
    )
    return await call.once(lambda tx: withdraw_comment(command, tx), show=CommentOut.of)


def _shown(comment: Comment, call: Call) -> dict[str, Any]:
    return comment_answer(comment, with_author=sees_author(call.principal, comment))
