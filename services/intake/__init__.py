"""Intake: takes complaints from any channel and keeps what was said, wished, understood and done.

Owns: customers, complaints, additions to their stories, recaps, apologies, offers and choices, resolutions.
Events in: routing.case.assigned; followup.solution.confirmed, .denied, .assumed.
Events out: intake.complaint.recorded, .recap_confirmed, .offered, .resolved, .closed, .reopened.
"""
