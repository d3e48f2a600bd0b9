"""Intake: takes complaints from any channel and keeps what was said, wished, understood and done.

Owns: customers, complaints, additions to their stories, recaps, resolutions, e-mails that came in, acknowledgements.
Events in: its own complaint.recorded; routing.case.assigned; followup.solution.confirmed, .denied, .assumed.
Events out: intake.complaint.recorded, .recap_confirmed, .resolved, .closed, .reopened, .contacted.
"""
