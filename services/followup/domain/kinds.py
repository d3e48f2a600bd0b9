"""The kinds of things that fall due in followup; each is keyed by the survey's id."""

from __future__ import annotations

SEND_SURVEY = "send_survey"
DOUBT_SENDING = "doubt_sending"
ASSUME_SOLVED = "assume_solved"
