"""Intake: takes complaints from any channel and keeps what was said, wished, understood and done.

Owns: customers, complaints, additions to their stories, recaps, resolutions,
links, statements and questions, investigations and root causes, contacts.
Events in: routing.case.assigned; followup.solution.confirmed, .denied, .assumed.
Events out: intake.complaint.recorded, .classified, .contacted, .recap_confirmed, .resolved, .closed, .reopened.
"""
