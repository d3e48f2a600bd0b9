"""Intake: takes complaints from any channel and keeps what was said, wished, understood and done.

Owns: customers, complaints, additions to their stories, recaps, resolutions.
Events in: routing.case.assigned, .clock.breached, .promise.broken; followup.solution.confirmed, .denied, .assumed.
Events out: intake.complaint.recorded, .recap_confirmed, .resolved, .closed, .reopened.
"""
