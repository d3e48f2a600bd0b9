"""What can be wrong with what somebody asks of followup.

RedressError
    Conflict
        SurveyNotOpen        the survey's state does not allow the step
        AlreadyAnswered      a different answer was given before
        Stale                somebody else changed it in the meantime
    Gone
        SurveyOver           the survey was withdrawn
    NotFound
        SurveyNotThere       no such survey
        CommentNotThere      no such comment
    Forbidden
        OwnPraise            somebody on the staff comments on themselves
"""

from __future__ import annotations

from shared.kernel.errors import Conflict, Forbidden, Gone, NotFound


class SurveyNotOpen(Conflict):
    slug = "survey-not-open"
    title = "The survey's state does not allow this"


class AlreadyAnswered(Conflict):
    slug = "already-answered"
    title = "This survey has been answered already"


class Stale(Conflict):
    slug = "stale"
    title = "It was changed by somebody else in the meantime"


class SurveyOver(Gone):
    slug = "survey-over"
    title = "This survey was withdrawn: its complaint is being worked on again"


class SurveyNotThere(NotFound):
    slug = "survey-not-found"
    title = "There is no such survey"


class CommentNotThere(NotFound):
    slug = "comment-not-found"
    title = "There is no such comment"


class OwnPraise(Forbidden):
    slug = "own-praise"
    title = "Nobody comments on themselves"
